"""Charts drawn by the kit: lines, fans, areas, bars, waterfalls and sparklines on one common frame."""
