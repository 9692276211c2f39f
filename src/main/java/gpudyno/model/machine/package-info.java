/// What is found on a machine.
@NullMarked
package gpudyno.model.machine;

import org.jspecify.annotations.NullMarked;
