/// Foresight as values: what is unusual, what comes next, what happened, and what was done ahead of need.
@NullMarked
package gpudyno.model.foresight;

import org.jspecify.annotations.NullMarked;
