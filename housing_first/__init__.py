"""Housing First and the teams in the field (Bolig først og oppfølging)."""
