/// NVIDIA's GPUs through NVML, the library that comes with the driver and that `nvidia-smi` uses too.
///
/// It is reached by the JDK's foreign-function interface, with no binding library: a binding has the structures of one version, while here
/// every function and every structure may be missing in the library that is found, and that only makes its meters absent.
/// [gpudyno.gpu.nvml.NvmlAbi] alone holds what was taken from the header `nvml.h`.
@NullMarked
package gpudyno.gpu.nvml;

import org.jspecify.annotations.NullMarked;
