"""Places of data centres and their factories, as ISO 3166 codes: countries, their subdivisions, and towns that deals name.

Sources: ISO 3166-1 and 3166-2; the towns are those of publicly announced sites. A name that is also a common word or a person is left out.
"""

STATES: dict[str, str] = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA", "Colorado": "CO", "Connecticut": "CT", "Delaware": "DE", "Florida": "FL", "Georgia": "GA",
    "Hawaii": "HI", "Idaho": "ID", "Illinois": "IL", "Indiana": "IN", "Iowa": "IA", "Kansas": "KS", "Kentucky": "KY", "Louisiana": "LA", "Maine": "ME", "Maryland": "MD", "Massachusetts": "MA",
    "Michigan": "MI", "Minnesota": "MN", "Mississippi": "MS", "Missouri": "MO", "Montana": "MT", "Nebraska": "NE", "Nevada": "NV", "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM",
    "New York": "NY", "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK", "Oregon": "OR", "Pennsylvania": "PA", "Rhode Island": "RI", "South Carolina": "SC",
    "South Dakota": "SD", "Tennessee": "TN", "Texas": "TX", "Utah": "UT", "Vermont": "VT", "Virginia": "VA", "Washington state": "WA", "Washington State": "WA", "West Virginia": "WV",
    "Wisconsin": "WI", "Wyoming": "WY", "Virginie": "VA", "Californie": "CA", "Pennsylvanie": "PA", "Géorgie": "GA", "Luisiana": "LA", "Louisiane": "LA", "Nuevo México": "NM", "Nouveau-Mexique": "NM",
    "Pensilvania": "PA", "Kalifornien": "CA", "Caroline du Nord": "NC", "Carolina del Norte": "NC", "Nueva York": "NY", "Floride": "FL", "Tejas": "TX", "Огайо": "OH", "Техасе": "TX", "Техас": "TX", "Висконсин": "WI",
    "俄亥俄州": "OH", "俄亥俄": "OH", "俄州": "OH", "德州": "TX", "得州": "TX", "德克薩斯州": "TX", "得克萨斯州": "TX", "加州": "CA", "加利福尼亞州": "CA", "加利福尼亚州": "CA", "威斯康辛州": "WI", "威斯康星州": "WI", "密西根州": "MI", "密歇根州": "MI",
    "維吉尼亞州": "VA", "弗吉尼亚州": "VA", "印第安納州": "IN", "印第安纳州": "IN", "新墨西哥州": "NM", "亞利桑那州": "AZ", "亚利桑那州": "AZ", "喬治亞州": "GA", "佐治亚州": "GA", "路易斯安那州": "LA", "紐約州": "NY", "纽约州": "NY", "肯塔基州": "KY", "田納西州": "TN", "内华达州": "NV", "內華達州": "NV",
    "オハイオ州": "OH", "テキサス州": "TX", "カリフォルニア州": "CA", "ウィスコンシン州": "WI", "ミシガン州": "MI", "バージニア州": "VA", "インディアナ州": "IN", "ニューメキシコ州": "NM", "アリゾナ州": "AZ", "ジョージア州": "GA", "ニューヨーク州": "NY", "ルイジアナ州": "LA",
    "오하이오주": "OH", "오하이오": "OH", "텍사스주": "TX", "텍사스": "TX", "캘리포니아주": "CA", "캘리포니아": "CA", "위스콘신주": "WI", "위스콘신": "WI", "미시간주": "MI", "미시간": "MI", "버지니아주": "VA", "인디애나주": "IN", "뉴멕시코주": "NM", "애리조나주": "AZ", "조지아주": "GA",
}  # fmt: skip
"""States of the United States, by the two letters after `US-`."""

TOWNS: dict[str, str] = {
    "Abilene": "US-TX", "Milam County": "US-TX", "Shackelford County": "US-TX", "Denton": "US-TX", "Dallas": "US-TX", "Fort Worth": "US-TX", "Plano": "US-TX", "Houston": "US-TX", "San Antonio": "US-TX",
    "Amarillo": "US-TX", "El Paso": "US-TX", "Round Rock": "US-TX", "Rockdale": "US-TX", "Childress": "US-TX", "Corsicana": "US-TX", "Midlothian": "US-TX", "Temple, Texas": "US-TX", "Lubbock": "US-TX",
    "Lordstown": "US-OH", "New Albany": "US-OH", "Columbus": "US-OH", "Mount Vernon, Ohio": "US-OH", "Saline Township": "US-MI", "Ann Arbor": "US-MI", "Ypsilanti": "US-MI", "Port Washington": "US-WI",
    "Mount Pleasant": "US-WI", "Racine": "US-WI", "Kenosha": "US-WI", "Beaver Dam": "US-WI", "Janesville": "US-WI", "San Jose": "US-CA", "Santa Clara": "US-CA", "Fremont": "US-CA", "聖荷西": "US-CA", "圣何塞": "US-CA",
    "Doña Ana County": "US-NM", "Dona Ana County": "US-NM", "Santa Teresa": "US-NM", "Memphis": "US-TN", "Nashville": "US-TN", "Southaven": "US-MS", "New Carlisle": "US-IN", "Fort Wayne": "US-IN",
    "Indianapolis": "US-IN", "Richland Parish": "US-LA", "Ashburn": "US-VA", "Loudoun County": "US-VA", "Prince William County": "US-VA", "Phoenix": "US-AZ", "Goodyear, Arizona": "US-AZ", "Chandler": "US-AZ",
    "Mesa, Arizona": "US-AZ", "Kansas City": "US-MO", "Cheyenne": "US-WY", "Council Bluffs": "US-IA", "Cedar Rapids": "US-IA", "Des Moines": "US-IA", "The Dalles": "US-OR", "Prineville": "US-OR",
    "Hillsboro": "US-OR", "Umatilla": "US-OR", "Moses Lake": "US-WA", "Ellendale": "US-ND", "Fayetteville": "US-GA", "Coweta County": "US-GA", "Atlanta": "US-GA", "Salt Lake City": "US-UT", "Eagle Mountain": "US-UT",
    "Millard County": "US-UT", "Storey County": "US-NV", "Reno": "US-NV", "Las Vegas": "US-NV", "Homer City": "US-PA", "Lancaster, Pennsylvania": "US-PA", "Pittsburgh": "US-PA", "Lansing, New York": "US-NY",
    "Niagara County": "US-NY", "Louisville": "US-KY", "Huntsville": "US-AL", "Tulsa": "US-OK", "Muskogee": "US-OK", "Stillwater": "US-OK", "Pryor": "US-OK", "Vineland": "US-NJ", "Kenilworth": "US-NJ", "Rosemount": "US-MN",
    "Hermantown": "US-MN", "El Reno": "US-OK", "Bossier Parish": "US-LA", "Berwick": "US-PA", "Tucson": "US-AZ", "Colossus": "US-TN", "Texas Panhandle": "US-TX",
    "Narvik": "NO", "Kvandal": "NO", "Sines": "PT", "Abu Dhabi": "AE", "Dubai": "AE", "Riyadh": "SA", "Dammam": "SA", "Johor": "MY", "Johor Bahru": "MY", "Kuala Lumpur": "MY", "Batam": "ID", "Jakarta": "ID", "Mumbai": "IN", "Jamnagar": "IN",
    "Visakhapatnam": "IN", "Noida": "IN", "Pune": "IN", "Bhubaneswar": "IN", "Vizag": "IN", "Chennai": "IN", "Hyderabad": "IN", "Bengaluru": "IN", "Bangalore": "IN", "Navi Mumbai": "IN", "Andhra Pradesh": "IN", "Tamil Nadu": "IN", "Maharashtra": "IN", "Gujarat": "IN", "Telangana": "IN",
    "Pohang": "KR", "Ulsan": "KR", "Jeonnam": "KR", "South Jeolla": "KR", "Haenam": "KR", "Sakai": "JP", "Osaka": "JP", "Hokkaido": "JP", "Tomakomai": "JP", "Tokyo": "JP", "Kaohsiung": "TW", "Hsinchu": "TW", "Taoyuan": "TW",
    "Loughton": "GB", "Cambois": "GB", "Blyth": "GB", "Northumberland": "GB", "Slough": "GB", "Cobalt Park": "GB", "North Tyneside": "GB", "Culham": "GB", "Teesside": "GB", "Munich": "DE", "München": "DE", "Frankfurt": "DE", "Berlin": "DE",
    "Fouju": "FR", "Cambrai": "FR", "Bosquel": "FR", "Marseille": "FR", "Aragon": "ES", "Aragón": "ES", "Zaragoza": "ES", "Milan": "IT", "Santiago": "CL", "Querétaro": "MX", "Queretaro": "MX", "Chihuahua": "MX", "Guadalajara": "MX", "Ciudad Juárez": "MX",
    "Patagonia": "AR", "Fortaleza": "BR", "Caucaia": "BR", "São Paulo": "BR", "Rio de Janeiro": "BR", "Sydney": "AU", "Melbourne": "AU", "Eastern Creek": "AU", "Chonburi": "TH", "Zhengzhou": "CN", "Shenzhen": "CN", "Houston, Texas": "US-TX",
    "Lappeenranta": "FI", "Mäntsälä": "FI", "Keflavik": "IS",
}  # fmt: skip
"""Towns, counties and regions."""

PROVINCES: dict[str, str] = {
    "Alberta": "CA-AB", "British Columbia": "CA-BC", "Manitoba": "CA-MB", "New Brunswick": "CA-NB", "Nova Scotia": "CA-NS", "Ontario": "CA-ON", "Quebec": "CA-QC", "Québec": "CA-QC", "Saskatchewan": "CA-SK",
    "New South Wales": "AU-NSW", "Queensland": "AU-QLD", "South Australia": "AU-SA", "Western Australia": "AU-WA", "Bavaria": "DE-BY", "Bayern": "DE-BY", "Brandenburg": "DE-BB", "Hesse": "DE-HE", "Hessen": "DE-HE",
    "North Rhine-Westphalia": "DE-NW", "Nordrhein-Westfalen": "DE-NW", "Scotland": "GB-SCT", "Wales": "GB-WLS", "Northern Ireland": "GB-NIR",
}  # fmt: skip

COUNTRIES: dict[str, str] = {
    "United States": "US", "U.S.": "US", "US": "US", "USA": "US", "U.S": "US", "America": "US", "American": "US", "EE.UU.": "US", "EE. UU.": "US", "EEUU": "US", "Estados Unidos": "US", "États-Unis": "US", "Etats-Unis": "US", "américain": "US",
    "Vereinigten Staaten": "US", "Vereinigte Staaten": "US", "США": "US", "美國": "US", "美国": "US", "米国": "US", "アメリカ": "US", "미국": "US",
    "South Korea": "KR", "Korea": "KR", "SOUTH KOREA": "KR", "韓國": "KR", "韩国": "KR", "韓国": "KR", "한국": "KR", "국내": "KR", "Südkorea": "KR", "Corea del Sur": "KR", "Corée du Sud": "KR",
    "Japan": "JP", "Japón": "JP", "Japon": "JP", "日本": "JP", "일본": "JP", "India": "IN", "INDIA": "IN", "Indien": "IN", "Inde": "IN", "印度": "IN", "インド": "IN", "인도": "IN", "Taiwan": "TW", "台灣": "TW", "臺灣": "TW", "台湾": "TW", "대만": "TW",
    "China": "CN", "Hong Kong": "HK", "Singapore": "SG", "Malaysia": "MY", "Indonesia": "ID", "Thailand": "TH", "Vietnam": "VN", "Philippines": "PH", "Australia": "AU", "New Zealand": "NZ", "Kazakhstan": "KZ",
    "United Kingdom": "GB", "UK": "GB", "U.K.": "GB", "Britain": "GB", "British": "GB", "England": "GB", "Großbritannien": "GB", "Reino Unido": "GB", "Royaume-Uni": "GB", "英國": "GB", "英国": "GB", "영국": "GB", "Ireland": "IE",
    "France": "FR", "Francia": "FR", "Frankreich": "FR", "French": "FR", "法國": "FR", "法国": "FR", "フランス": "FR", "Germany": "DE", "Deutschland": "DE", "Alemania": "DE", "Allemagne": "DE", "德國": "DE", "德国": "DE", "ドイツ": "DE", "독일": "DE",
    "Norway": "NO", "Norwegen": "NO", "Noruega": "NO", "Norvège": "NO", "Norwegian": "NO", "挪威": "NO", "ノルウェー": "NO", "노르웨이": "NO", "Sweden": "SE", "Schweden": "SE", "Finland": "FI", "Denmark": "DK", "Iceland": "IS", "Netherlands": "NL", "Belgium": "BE",
    "Spain": "ES", "España": "ES", "Spanien": "ES", "Espagne": "ES", "Portugal": "PT", "Italy": "IT", "Italia": "IT", "Poland": "PL", "Polen": "PL", "Switzerland": "CH", "Austria": "AT", "Estonia": "EE", "Greece": "GR",
    "United Arab Emirates": "AE", "UAE": "AE", "Emiratos Árabes Unidos": "AE", "Émirats arabes unis": "AE", "阿聯": "AE", "阿联酋": "AE", "아랍에미리트": "AE", "UAE’s": "AE", "Saudi Arabia": "SA", "沙烏地阿拉伯": "SA", "沙特": "SA", "Qatar": "QA", "Kuwait": "KW", "Israel": "IL", "Turkey": "TR", "Egypt": "EG", "Kenya": "KE", "South Africa": "ZA",
    "Canada": "CA", "Kanada": "CA", "Canadá": "CA", "加拿大": "CA", "Mexico": "MX", "México": "MX", "墨西哥": "MX", "Brazil": "BR", "Brasil": "BR", "Argentina": "AR", "Argentinien": "AR", "阿根廷": "AR", "Chile": "CL", "Colombia": "CO",
}  # fmt: skip
