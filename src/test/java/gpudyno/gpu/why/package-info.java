@NullMarked
package gpudyno.gpu.why;

import org.jspecify.annotations.NullMarked;
