/// GPUs and the host they sit in: [gpudyno.gpu.DeviceSampler] reads every device that a [gpudyno.gpu.DeviceSource] finds, once a second.
///
/// Host figures come from OSHI, which reads them the native way on each system.
@NullMarked
package gpudyno.gpu;

import org.jspecify.annotations.NullMarked;
