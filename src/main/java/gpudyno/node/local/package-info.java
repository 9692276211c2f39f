/// A node in this process: starts and owns the engines and connects them.
@NullMarked
package gpudyno.node.local;

import org.jspecify.annotations.NullMarked;
