"""What words mean: places, offices, days, glosses of other languages."""
