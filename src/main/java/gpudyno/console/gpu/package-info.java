/// The GPU page: what each device is, how it stands, who uses it, what bound it, and what can be changed; now and at any time that is
/// recorded.
@NullMarked
package gpudyno.console.gpu;

import org.jspecify.annotations.NullMarked;
