/// Every component of the console, the theme they wear and the formatting of numbers at the edge. Pages are built of these and know no CSS
/// colour of their own.
///
/// The theme is AtlantaFX (Primer) with its variables bound to the tokens of `dark.css` and `light.css`; [Palette] gives the same tokens to
/// what paints on a canvas. Icons are Ikonli's Feather pack: one stroke width, like the mock-up's.
/// The target gauge is a TilesFX tile with a skin of ours: TilesFX keeps value, range and threshold, and draws nothing, since its own skins
/// bring fonts, frames and colours that follow no style sheet. Dialogs and toasts are nodes of the window, [Overlay], not windows of their
/// own as in ControlsFX and JavaFX: they wear the window's theme, keep the keyboard inside and can be rendered and tested without a display.
///
/// What a person is told in passing stands inside the window, over the status bar ([DesktopNotice]): a popup would cover controls, and shows
/// white corners where the desktop draws no transparency.
///
/// Everything here belongs to the JavaFX thread once it is in a scene; what changes a component says so by [FxThread#require].
@NullMarked
package gpudyno.console.kit;

import org.jspecify.annotations.NullMarked;
