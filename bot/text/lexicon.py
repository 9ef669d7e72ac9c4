"""Word lists by class, phrases parted by `|`, in the languages that dealwire reads. Data, no logic.

deal     words of dealing: they bind two parties
act      weaker acts, which make news of a deal only beside parties and infrastructure
infra    AI infrastructure by name: enough for the catch-all
hardware things that are infrastructure only in company (`servers`, `chips`, `power`)
turn     what befalls a deal: denied, delayed, shrunk, completed
market   share prices, analysts
earnings quarterly figures
opinion  commentary, explainers
verb     what a headline says a party does: news has one
teaser   an announcement announced
recap    an old deal told again
product  software, devices, cars, courts: deals that are not ours
funding  rounds of money for a company as a whole
earlier  background: what happened before or elsewhere; earlier_start only where the sentence begins with it
beside   what follows stands beside the deal, not in it; relative  so does a relative clause
said     somebody is quoted; when  a day is named; figure  amounts in words; you  a commentator speaks
shadow   phrases whose words mean something else: what they cover is not counted
"""

PHRASES = {
    "earlier_start": """
earlier|previously|last week|last month|last year|until now|so far|meanwhile|separately|elsewhere|apart from this|on a separate note|in addition|besides|it follows|it comes after|it comes as|it comes on
the announcement follows|the announcement adds|the announcement comes|this announcement follows|the deal follows|the deal adds|the deal comes|the agreement follows|the agreement adds|the agreement comes|the move follows|the news follows|the partnership follows|this deal follows
among those|other efforts|other deals|other partners|other reports|for much|for years|before this|before that|in recent|in the past|weeks before|weeks ago|weeks earlier|months before|months ago|months earlier|zuvor|anteriormente|jusqu'ici|jusqu’ici|до этого|此前|先前|これまで|앞서
in january|in february|in march|in april|in may|in june|in july|in august|in september|in october|in november|in december|on january|on february|on march|on april|on june|on july|on august|on september|on october|on november|on december|in early|in late""",
    "earlier": """
had already|already has|already have|already had|already serves|already serve|already supplies|already supply|earlier this|earlier deal|earlier plan|earlier contract|earlier arrangement|follows some|follows its|follows a|follows an|also signed|also maintains|also has|also serves
is also|are also|is both|are both|is among|are among|have also|had also|has also|biggest customer|biggest customers|largest customer|largest customers|main customer|main customers|other customers|leading customer|top customer|top customers|biggest shareholder|largest shareholder|largest shareholders|biggest investor|largest investor|biggest backer|largest backer|other backers|other investors|other clients|biggest client|largest client|main supplier|biggest supplier|largest supplier|other suppliers|biggest tenant|largest tenant|main rival|biggest rival|largest rival|other rivals|customers too|customer of both|customers of both|customers are|customer is|customers include|customer too""",
    "beside": """
to rival|rival|rivals|rivalling|rivaling|despite|amid|instead of|rather than|unlike|other than|in addition to|beyond|away from|independent of|rely on|relies on|relied on|reliance on|reliant on|relying on|rely less on|relies less on|relying less on|less reliance on|depend on|depends on|depended on|dependent on|dependence on|dependency on|compete|competes|competing|competitor|competitors|challenge|challenges|challenging|ending|loosening|past
customers such as|customers like|customers including|customers include|customers are|clients such as|clients like|clients including|clients include|clients are|partners such as|partners like|partners including|partners include|partners are|investors such as|investors like|investors including|investors include|investors are|backers such as|backers like|backers including|backers include|peers such as|peers like|users such as|users like|such as|similar to|compared with|owned by|which also|that also|also serves|next to|alongside|besides|as well as for|once|formerly|vs|versus|means for|mean for|limits of|limit of|wie etwa|trotz|statt|a pesar de|malgré|en lugar de""",
    "relative": "that|which|who|whose|where|once",
    "said": """
said|say|says|told|announced|announces|announce|report|reports|reported|reportedly|confirmed|according to|disclosed|unveiled|revealed|quoting|quotes|sources|people familiar|statement|filing|writes|wrote|describes|explained to|gesagt|teilte|teilten|berichtet|laut|mitgeteilt|angekündigt|dijo|anunció|anunciaron|según|informó|annoncé|déclaré|selon|rapporte|ont conclu|сообщила|сообщил|сообщили
表示|宣布|報導|报道|透露|公布|對外|发布|發布|発表|報じ|明らかに|述べ|밝혔|발표|보도|전했""",
    "when": """
monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday|this week|last week|montag|dienstag|mittwoch|donnerstag|freitag|lunes|martes|miércoles|jueves|viernes|lundi|mardi|mercredi|jeudi|vendredi|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|今日|오늘|今天|昨天|周一|周二|周三|周四|周五|週一|週二|週三|週四|週五""",
    "figure": "multi-billion|multibillion|multi-billion-dollar|multibillion-dollar|billions|multi-gigawatt|warrant|warrants",
    "you": "you|your|i'm|i’m|i've|i’ve|my view|our take|we think|we believe|let's|let’s|lend me|i think|i would|i believe|i am",
    "shadow": """
won't|won’t|slips a quarter|slip a quarter|slipped a quarter|by a quarter|union crews|union electrician|union electricians|union workers|union labor|union labour|분기로|분기부터|분기까지|분기에|분기 말|분기말|all-stock|stock deal|stock-and-cash|cash-and-stock|in stock|stock swap|stock purchase|common stock|stock warrant|in order to|deal with the|dealing with|a quarter of|three quarters of|a third quarter|no stake|at stake|in turn|power play
board orders|court orders|shopping list|a quarter early|a quarter late|a quarter later|a quarter ahead|from q1|from q2|from q3|from q4|in q1|in q2|in q3|in q4|by q1|by q2|by q3|by q4|until q1|until q2|until q3|until q4|due q1|due q2|due q3|due q4|1四半期|一四半期|starting q1|starting q2|starting q3|starting q4|shopping spree|executive order|joint statement|holiday shopping season|point of order|win over|in the long run|market leader|order of magnitude|out of order|ties to the|stock exchange""",
    "funding": """
series a|series b|series c|series d|series e|series f|funding round|raises|raised|valuation|valued at|seed round|tender offer|ipo|goes public|finanzierungsrunde|ronda de financiación|levée de fonds|融資|融资|資金調達|투자 유치""",
    "deal": """
deal|deals|negocia|negocian|negocie|negocien|verhandelt|verhandeln|négocie|négocient|books|reserves|snaps up|scoops up|megadeal|mega-deal|mega deal|agreement|agreements|agree|agrees|agreed|contract|contracts|pact|pacts|partnership|partnerships|partner with|partners with|partnered with
partnering with|partners|team up|teams up|teaming up|join forces|joins forces|joined forces|join up|alliance|tie-up|tie up|collaboration|collaborate
collaborates|collaborating|sign|signs|signed|signing|ink|inks|inked|strike|strikes|struck|seal|seals|sealed|secure|secures|secured|lands|landed|wins|won
order|orders|ordered|commit|commits|committed|commitment|commitments|invest|invests|invested|investment|stake|buy|buys|bought|buying|purchase|purchases
purchased|acquire|acquires|acquired|acquisition|buyout|takeover|lease|leases|leased|leasing|rent|rents|rented|letter of intent|letters of intent|memorandum
mou|joint venture|co-design|co-designs|co-develop|co-develops|jointly|together|financing|finance|finances|financed|warrant|warrants|option to buy|option to purchase
supply deal|supplier|licenses|licences|licensing|licensed|offtake|power purchase agreement|ppa|tenant|tenants|tie|ties|locks in|lock in|taps|tap|bets|pledge|pledges|pledged|joins|selects|picks|chooses
extend|extends|extended|expand|expands|expanded|enlarge|enlarged|widen|widened|deepens|deepen|doubles|renegotiate|renegotiating|renegotiated
work with|works with|working with|worked with|to build|will build|building|builds|to design|to supply|will supply|supplies|to use|to run|hire|hires|venture
vertrag|vereinbarung|partnerschaft|abkommen|kooperation|kooperieren|unterzeichnet|unterzeichnen|schliesst|schließt|schließen|geschlossen|investiert|investieren|liefert|liefern
mietet|mieten|pachtet|kauft|kaufen|auftrag|übernimmt|übernahme|steigt ein|beteiligung|bestellt|bestellung|zusammenarbeit|gemeinsam|absichtserklärung|beteiligt|bezieht|baut
acuerdo|acuerdos|contrato|alianza|firma|firman|firmó|firmaron|invertirá|invierte|invertir|inversión|suministrará|suministro|compra|comprará|alquila|alquilará|arrienda|pacto|colaboración
desarrollarán|asocian|asocia|memorando|carta de intención|adquiere|adquisición|construirá|construirán|pactan|sellan
accord|accords|contrat|partenariat|alliance|signe|signent|signé|ont signé|investit|investir|investira|fournira|fournit|achète|achat|loue|louer|louera|s'allient|s'associent|s’allient|s’associent
lettre d'intention|lettre d’intention|protocole d'accord|rachète|rachat|construira|concluent|conclu|conclut|commande|prend une participation
сделка|сделку|сделки|соглашение|контракт|партнёрство|партнерство|союз|подписала|подписали|инвестирует|создадут|условилась
合作|簽署|签署|簽約|签约|簽訂|签订|協議|协议|合約|合约|合同|攜手|携手|結盟|结盟|投資|投资|入股|收購|收购|採購|采购|訂單|订单|租用|租賃|租赁|承租|備忘錄|备忘录|聯手|联手|供應|供应|選鴻海|達成|达成|合資|合资|聯合|联合|共同|打造|興建|兴建
提携|契約|合意|締結|協業|協力|出資|買収|購入|発注|受注|供給|賃借|共同開発|覚書|基本合意|共同|調達|結んだ|結ぶ|リース|連携|建設
협력|계약|체결|합의|제휴|투자|인수|구매|공급|임대|수주|발주|양해각서|의향서|파트너십|손잡|공동|맞손|합작|건설|임차""",
    "act": """
emprunte|짓는다|짓기로|세운다|sell|sells|to sell|will sell|plan|plans|planned|announce|announces|announced|unveil|unveils|unveiled|present|presents|presented|develop|develops|developing|build|design|designs|designed|manufacture
manufactures|make|makes|produce|power|powers|spend|spends|spending|to pour|pour billions|pour money|pours|put|puts|use|uses|run|host|hosts|supply|offer|offers|deploy|deploys|deployment|launch|launches|confirm|confirms
confirmed|reveal|revealed|ships|deliver|delivers|provide|provides|get|gets|talks|in talks|considering|considers|weighs|near|nears|close to|set to|to acquire|raises|raise|fund|funds|backs
plant|planen|kündigt an|angekündigt|entwickeln|entwickelt|verhandelt|gespräche|anuncia|anunció|anunciaron|planea|negocia|annonce|annoncent|annoncé|prévoit|négocie|discussions
宣布|公布|計畫|计划|開發|开发|設計|设计|製造|制造|生產|生产|談|谈|洽談|洽谈|発表|開発|設計|製造|計画|協議|交渉|발표|개발|설계|제조|생산|계획|논의|협상""",
    "infra": """
centre de calcul|centres de calcul|on aws|for aws|aws contract|aws cloud|aws capacity|google cloud|oracle cloud infrastructure|ai hub|ai hubs|data center|data centers|data centre|data centres|datacenter|datacenters|datacentre|datacentres|data-center|data-centers|data-centre|data-centres|ai infrastructure|compute|computing power|computing capacity|compute capacity
computing agreement|computing deal|cloud computing|cloud capacity|cloud deal|cloud contract|cloud services deal|ai cloud|ai network|ai networking|ai cluster|ai clusters|gpu cluster|gpu clusters|gpu cloud|server chip|server chips|ai processor|ai systems|ai supercomputing|ai site|ai sites|ai gigafactory|ai gigafactories|ai buildout|ai build-out|ai capacity|ai power|ai workloads|ai training|ai memory|ai servers|ai equipment
nvidia chips|nvidia chip|nvidia processors|nvidia gpus|nvidia systems|nvidia servers|nvidia's chips|amd chips|amd's chips|amd gpus|google's chips|google's ai chips|google chips|cerebras systems|blackwell chips|h100|h200|h20|h800|gb200|gb300|b200|b300|rubin|mi450s|mi355xs|mi300|mi300x|mi325x|mi350|mi355x|mi400|ironwood|maia|inferentia|training cluster|trainium2|trainium3|trainium chips|project rainier|colossus|hyperion campus|supercluster|superclusters|ai training cluster|cloud giant|high-bandwidth memory|bitcoin mining site|ai hosting|liquid cooling|ai tenant|ai tenants|power campus
azure|cloud partnership|cloud agreement|sovereign cloud|cloud region|cloud provider|gpu|gpus|tpu|tpus|trainium|ai chip|ai chips|ai accelerator|ai accelerators|custom chip|custom chips|custom silicon
own chip|own chips|ai processor|ai processors|inference chip|inference chips|accelerator|accelerators|custom accelerators|gigawatt|gigawatts|gigawatt-scale|gw|megawatt|megawatts|mw|ai server|ai servers|ai racks|ai rack|server racks|supercomputer|supercomputers
ai factory|ai factories|ai campus|neocloud|ai hardware|ai data|stargate|hyperscale|hyperscaler|hyperscalers|colocation|hbm|hbm3|hbm3e|hbm4|hbm4e|ai supercomputer|inference capacity|training capacity|ai compute|chip deal|chip supply|memory chips|superchips|blackwell|vera rubin|mi450
ki-fabrik|ki-fabriken|ki-campus|usine d'ia|usine d’ia|usines d'ia|usines d’ia|rechenzentrum|rechenzentren|datenzentrum|datenzentren|ki-infrastruktur|ki-chips|ki-chip|ki-server|rechenleistung|rechenkapazität|gigawatt|megawatt|ki-rechenzentrum|ki-rechenzentren|ki-hardware
centro de datos|centros de datos|infraestructura de ia|infraestructura de inteligencia artificial|chips de ia|capacidad de cómputo|computación en la nube|gigavatios|gigavatio|megavatios|servidores de ia|gigawatts
centre de données|centres de données|data center|infrastructure d'ia|infrastructure d’ia|infrastructures d'ia|infrastructures d’ia|puces d'ia|puces d’ia|puces ia|capacité de calcul|puissance de calcul|gigawatts|mégawatts|serveurs d'ia|serveurs d’ia|matériel d'ia|matériel d’ia
дата-центр|дата-центры|дата-центров|ии-серверов|гигаватт|гвт|мвт
資料中心|数据中心|數據中心|ai基礎設施|ai基础设施|ai 基礎設施|ai 基础设施|算力|ai晶片|ai芯片|ai伺服器|ai服务器|ai 伺服器|ai 服务器|ai設施|機櫃|机柜|機架|机架|吉瓦|兆瓦|百萬瓩|雲端運算|云计算|超級電腦|伺服器|服务器|加速器|智算|千兆瓦
データセンター|aiインフラ|ai基盤|ai半導体|aiチップ|aiサーバー|aiサーバ|ギガワット|メガワット|計算資源|計算能力|gpu|クラウド契約|スーパーコンピューター|ラック
데이터센터|데이터 센터|ai 인프라|ai 반도체|ai 칩|ai칩|ai 서버|기가와트|메가와트|컴퓨팅|클라우드 계약|슈퍼컴퓨터|서버 랙|gpu""",
    "hardware": """
chip|chips|processor|processors|server|servers|rack|racks|campus|campuses|power|electricity|cooling|networking|memory|dram|wafers|silicon|cloud|capacity|infrastructure|factory|plant|site|sites|fuel cell|fuel cells|nuclear|reactor|reactors|grid|fab|fabs|nvl72|instinct|x86|asic|asics|xpu|xpus|cpu
halbleiter|strom|werk|fabrik|kapazität|puce|puces|usine|nube|cloud|fábrica|晶片|芯片|電力|电力|半導体|半導體|半导体|工廠|工厂|雲端|云|クラウド|電力|チップ|칩|반도체|전력|클라우드|공장""",
    "verb": """
signs|signed|inks|inked|strikes|struck|seals|sealed|lands|landed|wins|won|agrees|agree|agreed|secures|secure|locks in|commits|commit|committed|invests|invest|buys|buy|to buy|acquires|acquire|to acquire|rents|rent|leases|lease|orders|taps|tap
picks|pick|selects|chooses|partners|partner|team up|teams up|join forces|joins forces|join up|works with|work with|expands|expand|widens|deepens|extends|extend|doubles|triples|builds|build|to build|to supply|to use|to run|to host|to make|to design|to co-design
to manufacture|to develop|to deploy|to invest|to spend|to put|to lease|to rent|to sell|plans|plan|announces|announce|unveils|unveil|present|presents|launches|launch|confirms|confirm|reveals|names|weighs|considers|in talks|nears|near|closes|close|completes|complete
raises|secures|finances|funds|borrows|breaks ground|opens|begins|begin|starts|start|delays|delayed|interested in|eyes|mulls|questions|pushes back|postpones|cancels|scraps|drops|drop|pauses|halts|halves|cuts|cut|lowers|denies|deny|rejects|disputes|rules out|plays down|says|said|exits|walks away|walked
pulls out|backs out|abandons|ends|end|gives up|gives|reworks|rework|amends|renegotiates|replaces|shrinks|stalled|stalls|slips|adds|add|hires|turns to|goes into|outline|outlines|reach|reaches|becomes|supplies|supply|set to|puts|pours|stakes|bets|tops|grows|swaps|licenses|sets up|will|may
starten|startet|bringen|bringt|eröffnet|eröffnen|erweitert|erweitern|investieren|kaufen|mieten|liefern|lancent|lance|ouvre|ouvrent|étend|étendent|prévoit|construisent|s'engage|s’engage|lanza|lanzan|abre|amplía|amplían|construyen|schaltet|schalten|nimmt|nehmen|takes|take|hands|restarts|restart|hand over|hands over|handed over|delivers|deliver|delivered|ships|ship|shipped|energises|energizes|powers up|switches on|turns on|hosts|zählt|listet|stellt|gibt|books|reserves|snaps up|scoops up|unterzeichnet|unterzeichnen|vereinbaren|vereinbart|schließt|schliesst|schließen|investiert|kauft|mietet|baut|bauen|liefert|verlängert|plant|planen|verschiebt|stoppt|firma|firman|invierte|invertirá|compra|comprará|construirá|desarrollarán|acuerdan|pactan|anuncia|anuncian|retrasa|cancela|cierra
signe|signent|investit|achète|rachète|loue|construit|construira|fournira|annonce|annoncent|concluent|s'allient|s’allient|s'associent|s’associent|retarde|annule|создадут|подписала|подписали
动工|動工|开工|開工|簽|签|攜手|携手|宣布|合作|投資|投资|收購|收购|採購|采购|租|建|選|选|擴大|扩大|延後|推遲|推迟|取消|達成|达成|談|谈|入股|提携|契約|締結|合意|発表|建設|出資|買収|供給|延期|中止|体结|체결|합의|투자|인수|공급|건설|발표|손잡|연기|취소|협력""",
    "turn": """
will now be ready|will now open|break ground|breaking ground|hold up|holds up|held up|won't be ready|won’t be ready|not be ready|won't start|won’t start|falls behind|fell behind|walks back|walked back|false and incorrect|not factual|at odds|clash|clashes|row over|rift|deny|denies|denied|denial|disputes|delay|delays|delayed|postpone|postponed|postpones|stalled|stalls|stall|walks away|walked away|walk away|walked|pulls out|pull out|pulled out|exits|backs out|scales back|scaled back|shrinks|shrink|slashes
scrap|halt|pause|shelve|shelves|shelved|withdraw|withdraws|withdrawn|withdrew|suspend|cancel|cancels|cancelled|canceled|drops|dropped|abandons|abandoned|scraps|scrapped|on hold|on ice|paused|pauses|halts|halves|falls through|fall through|fell through|never a commitment|not a commitment|plays down|rules out|ruled out|on track|intact|replaces|replaced|renegotiates
breaks ground|broke ground|goes live|went live|comes online|came online|topped out|completes|completed|closes|closed|finalises|finalizes|finalised|finalized|approved|approves|first shipment|first racks|starts production|behind schedule|slips to|slips by|slipped to|slip to|months late|freedom|no longer|loses|gives up|rethink|unlikely|collapse|collapses|collapsed|snag|terminates|terminated|rejects|rejected|not openai|isn't openai|suspends|suspended
dementiert|verzögert|verschiebt|verschoben|abgesagt|gestoppt|platzt|retrasa|retraso|niega|desmiente|cancela|aplaza|dément|retarde|retard|reporte|annule|abandonne|否認|否认|延後|延后|延遲|延迟|推遲|推迟|取消|擱置|搁置|終止|终止|暫停|暂停|延期|中止|撤回|否定|遅れ|後ろ倒し|ずれ込|白紙|거부|부인|연기|지연|취소|철회|중단|무산|보류""",
    "market": """
shares|share price|stock|stocks|stock price|rally|rallies|analyst|analysts|price target|price targets|target price|upgrade|upgrades|upgraded|downgrade|downgraded|buy rating|rating|market cap|market capitalization|market value|nasdaq|s&p|dow|dow jones|wall street
premarket|after hours|extended trading|sell-off|selloff|bull|bullish|bearish|record high|record highs|all-time high|all-time highs|traders|investors|valuation|p/e|forward earnings|short seller|hedge fund|portfolio|plunge|plunges|plunged|soars|soar|tumbles|tumble|slumps|slump|surges|surge|slides|slide|sinks|slip|jumps|jump|in the red
aktie|aktien|kurs|börse|anleger|acciones|bolsa|cotización|actions|bourse|cours|股價|股价|股票|漲停|涨停|大漲|大涨|大跌|目標價|目标价|概念股|個股|外資|株価|株式市場|上場来高値|急騰|急落|주가|주식|코스피|목표주가|급등|급락""",
    "earnings": """
earns less|earns more|of its value|earnings|backlog|estimates|expectations beaten|quarter|quarterly|first-quarter|second-quarter|third-quarter|fourth-quarter|q1|q2|q3|q4|results|eps|net income|net profit|profit|revenue|revenues|sales|outlook|guidance|forecast|forecasts|gross margin|consensus|beats|fiscal|earnings call|conference call|year-on-year|year on year|monthly sales|record revenue
quartal|umsatz|gewinn|ergebnis|rekordumsatz|quartalszahlen|trimestre|ingresos|beneficio|resultados|ventas|chiffre d'affaires|chiffre d’affaires|bénéfice|résultats|營收|营收|財報|财报|獲利|获利|季度|法說會|净利|淨利|每股盈餘|月營收|決算|売上高|四半期|営業利益|純利益|実적|실적|매출|영업이익|분기""",
    "opinion": """
advertiser content|paid post|sponsored|sponsored content|partner content|advertorial|promoted|bubble|circular|roundtripping|round-tripping|opinion|editorial|explained|explainer|what is|why it|why the|here's what|here's why|here is why|here's our take|our take|in my view|i think|debate|analysis|commentary|dot-com|dot com|money-go-round|feedback machine|masterstroke|moat|hype|hyped|overhyped|froth|reckoning|gamble|wager|price prediction|paradox|dilemma|marriage|the catch|with a catch|myth|reality check|wake-up call|reckons|analysts estimate|analysts reckon|analysts say|game changer|game-changer|hedging|lifeline or|nightmare|dream|madness|genius|reckless|smart move|dangerous|risky|too big to fail|house of cards|arms race explained
kingmaker|imperils|gambit|spinning out of control|out of control|tells us|would argue|argue that|worth watching|at what price|at what cost|what could go wrong|who wins|who loses|winners|losers|the truth about|the problem with|the trouble with|in this episode|episode|interview|q&a|faq|profile of|a look at|a closer look|how they got here|rise of|fall of|story of|history of|what happens next|what comes next|future of|age of|my take|hot take|unpopular opinion|the limits of|
things to know|everything we know|all we know|need to know|plain guide|small print|fine print|charts|graphs|by the numbers|unpacked|ask me anything|breakingviews|heard on the street|says analyst|say analysts|analyst says|analyst thinks|takeaways|key takeaways|things to understand
deep dive|lessons|what it means|what this means|the case for|the case against|case to buy|skeptics|sceptics|critics|experts say|worth asking|who controls|imagine|let's|let us|discussion|podcast|newsletter|column|perspective|essay|guide to|timeline of|a look at|inside the|question is|raises questions|raises alarms|winners and losers|house of cards|ponzi|vendor financing|infinite money|loop|the real story|believable|credible|scrutiny|fears|joke|slapstick|friend|sounds like|sounds less
meinung|kommentar|analyse|warum|blase|erklärt|opinión|análisis|burbuja|por qué|explica|tribune|pourquoi|bulle|décryptage|評論|评论|觀點|观点|分析|泡沫|解讀|解读|社論|專欄|为什么|為什麼|懶人包|社説|コラム|解説|なぜ|バブル|とは|사설|칼럼|해설|왜|거품|전망""",
    "teaser": """
tease|teases|teased|hint|hints|hinted|expected to announce|to be announced|announcement due|news due|next week|coming soon|more to come|stay tuned|will have something|to reveal|details to follow|preview|previews|卖关子|預告|预告|下週|下周|予告|예고""",
    "roundup": """
front page|week in|roundup|round-up|weekly digest|weekly news|weekly wrap|weekly briefing|week in review|this week in|morning brief|as it happened|live blog|live updates|key events|must read|top stories|other stories|dealbook|daily digest|digest|what to watch|five things|10 things|ten things|a list of|all the|tracker|timeline|every deal|every big|biggest deals|deals so far|year of deals|in one table|all in one place|deal by deal|cheat sheet|scorecard|recap|three things|four things|stocks to own|stocks to buy|in brief|ranking|rankings|list of|wochenrückblick|resumen semanal|revue de presse|一週|一周|早報|早报|週報|周报|まとめ|주간|브리핑""",
    "recap": """
looking back|look back|looks back|one year on|a year on|a year later|one year later|months on|months later|anniversary|the story so far|revisited|throwback|timeline|year in review|how it started|from the archive|what happened to|retrospective|rückblick|un año después|retour sur|回顧|回顾|振り返る|振り返り|되돌아보""",
    "product": """
cybersecurity|security company|security firm|security startup|security start-up|iphone|iphones|smartphone|smartphones|phone|phones|ipad|handset|handsets|handheld|laptop|laptops|pc|pcs|console|consoles|game|games|gaming|app|apps|chatbot app|electric vehicle|electric vehicles|ev|evs|car|cars|carmaker|automaker|driver|drivers|sdk|toolkit|database|vmware|license|bedrock|sagemaker|open-weight|outage|outages|protest|protests|lawsuit|lawsuits|sued|sues|sue|court|judge|lawyers|damages|antitrust|trial|jury|verdict|probe|regulators|inquiry|robotaxi|robotaxis|parental controls|ads|advertising|subscription|streaming|series|film|movie|show|copyright|deepfakes|deepfake|wearable|wearables|alexa|siri|smart speaker|voice assistant|device|devices|gadget|headset|headsets|earbuds|glasses|robot|robots|drug|drugs|football|formula 1|sponsor|sponsorship|retail|shopping|sora|gpt-5|copilot|codex|gemini|workspace|office|browser|search engine|beta|firmware|workers|layoffs|job cuts|strike action|unpaid|union|moratorium|zoning|residents|neighbours|neighbors
handy|roboter|robotersparte|robotique|robótica|robotics|auto|autos|elektroauto|spiel|streik|klage|coche|coches|teléfono|voiture|téléphone|procès|手機|手机|電動車|电动车|汽車|汽车|遊戲|游戏|罷工|罢工|訴訟|诉讼|スマホ|スマートフォン|電気自動車|訴訟|ゲーム|著作権|자동차|전기차|스마트폰|게임|소송|파업""",
}
