/// The console's window: sidebar, top bar, page area and status bar, and the seams pages are built on. A page sees the node through
/// [NodeViewModel] and calls it through [NodeCalls], so that no call of a node ever runs on the JavaFX thread.
@NullMarked
package gpudyno.console.frame;

import org.jspecify.annotations.NullMarked;
