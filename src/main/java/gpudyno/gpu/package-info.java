/// Devices and the host they sit in. Host figures come from OSHI, which reads them the native way on each system.
@NullMarked
package gpudyno.gpu;

import org.jspecify.annotations.NullMarked;
