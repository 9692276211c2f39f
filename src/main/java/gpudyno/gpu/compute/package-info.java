/// Devices that compute: NVIDIA's GPUs through the CUDA driver (JCuda), others through OpenCL (JOCL), and the processor, all behind
/// [gpudyno.gpu.compute.ComputeDevice]; and micro-benchmarks of them.
///
/// JCuda and JOCL are bindings that cover both interfaces whole and are kept up with them. They need the driver's own library when their
/// classes are loaded; [gpudyno.gpu.compute.ComputeDevices] is the one place that does that.
@NullMarked
package gpudyno.gpu.compute;

import org.jspecify.annotations.NullMarked;
