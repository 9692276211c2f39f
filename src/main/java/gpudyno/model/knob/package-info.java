/// What can be turned: knobs with a type, a range and the cost of a change, and the one registry everything turns them through.
@NullMarked
package gpudyno.model.knob;

import org.jspecify.annotations.NullMarked;
