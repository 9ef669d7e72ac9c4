"""Reading words: names, sentences, amounts, dates, places, likeness."""
