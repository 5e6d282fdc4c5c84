"""Housing First and the teams in the field (Bolig først og oppfølging). Its models come with the teams."""
