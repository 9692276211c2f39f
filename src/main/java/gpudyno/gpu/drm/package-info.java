/// GPUs of AMD and Intel through what the Linux kernel shows in files: sysfs, hwmon, and `fdinfo` for processes. No library is needed.
///
/// What a driver does not show is absent. The files are described in the kernel's documentation: `gpu/amdgpu/driver-misc.rst` and
/// `gpu/amdgpu/thermal.rst`, `ABI/testing/sysfs-driver-intel-i915-hwmon`, `sysfs-driver-intel-xe-hwmon`, and `gpu/drm-usage-stats.rst`.
@NullMarked
package gpudyno.gpu.drm;

import org.jspecify.annotations.NullMarked;
