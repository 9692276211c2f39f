/// Bounds on meters, the named profiles that ship, and the ten modules of the product.
@NullMarked
package gpudyno.model.target;

import org.jspecify.annotations.NullMarked;
