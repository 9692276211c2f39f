/// The desktop console: JavaFX over the contract of a node. It draws what a node says and computes nothing a node should know.
@NullMarked
package gpudyno.console;

import org.jspecify.annotations.NullMarked;
