#!/usr/bin/env python3
"""Makes tabular figures the default of a font: tabular-figures.py IN.otf OUT.otf

JavaFX cannot switch on OpenType features, so the digits of `tnum` are put into the character map itself.
Needs fonttools. Made resources/gpudyno/console/fonts/Inter-*.otf from Inter 3.19.
"""
import sys

from fontTools.ttLib import TTFont

source, target = sys.argv[1:]
font = TTFont(source)
layout = font["GSUB"].table
lookups = {i for record in layout.FeatureList.FeatureRecord if record.FeatureTag == "tnum" for i in record.Feature.LookupListIndex}
tabular = {}
for index in lookups:
    for table in layout.LookupList.Lookup[index].SubTable:
        tabular.update(getattr(table, "ExtSubTable", table).mapping)
for table in font["cmap"].tables:
    for code in range(ord("0"), ord("9") + 1):
        if code in table.cmap:
            # Character maps may share one table, where the digit is tabular already.
            table.cmap[code] = tabular.get(table.cmap[code], table.cmap[code])
font.save(target)
