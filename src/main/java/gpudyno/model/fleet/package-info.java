/// Many nodes seen together: what is told of each, and figures of several, which are merged and never averaged.
@NullMarked
package gpudyno.model.fleet;

import org.jspecify.annotations.NullMarked;
