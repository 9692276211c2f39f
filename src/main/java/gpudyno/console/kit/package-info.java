/// Every component of the console, the theme they wear and the formatting of numbers at the edge. Pages are built of these and know no CSS
/// colour of their own.
///
/// The theme is AtlantaFX (Primer) with its variables bound to the tokens of `dark.css` and `light.css`; [Palette] gives the same tokens to
/// what paints on a canvas. Icons are Ikonli's Feather pack: one stroke width, like the mock-up's.
///
/// Everything here belongs to the JavaFX thread once it is in a scene; what changes a component says so by [FxThread#require].
@NullMarked
package gpudyno.console.kit;

import org.jspecify.annotations.NullMarked;
