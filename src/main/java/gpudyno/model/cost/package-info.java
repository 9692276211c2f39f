/// What a node costs as values: the prices somebody declared, what was spent in a period and on what, and what follows from it.
///
/// Money is in the currency of [Prices], energy in joules. What was neither measured nor declared is absent, never zero.
@NullMarked
package gpudyno.model.cost;

import org.jspecify.annotations.NullMarked;
