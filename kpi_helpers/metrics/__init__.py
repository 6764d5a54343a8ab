"""KPI values by period and dimension, computed so that no figure can mislead."""
