/// Renders the kit and the pages, dark and light, to PNG files without a display: `packaging/screens`. A page is drawn by the same code that
/// draws it in the console, from sample data.
@NullMarked
package gpudyno.console.screens;

import org.jspecify.annotations.NullMarked;
