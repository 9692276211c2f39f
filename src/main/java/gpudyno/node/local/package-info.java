/// A node in this process: starts and owns the engines and wires what they ask for.
@NullMarked
package gpudyno.node.local;

import org.jspecify.annotations.NullMarked;
