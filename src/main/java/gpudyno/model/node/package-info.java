/// What a node says of itself.
@NullMarked
package gpudyno.model.node;

import org.jspecify.annotations.NullMarked;
