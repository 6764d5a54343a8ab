"""What analysts declare: measures, KPIs, brands, objectives, funnels and sheet mappings."""
