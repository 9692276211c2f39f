package gpudyno.gpu.nvml;

/// What NVML's results mean, and what a person can do about them.
final class NvmlWords {
    private NvmlWords() {
    }

    /// Of a failure to open the library.
    static String ofOpening(int code) {
        return switch (code) {
            case NvmlAbi.DRIVER_NOT_LOADED -> "the library is here, but NVIDIA's kernel module is not loaded (try: sudo modprobe nvidia)";
            case NvmlAbi.NO_PERMISSION -> "this user may not open the NVIDIA devices (see the permissions of /dev/nvidiactl)";
            case NvmlAbi.OPERATING_SYSTEM ->
                "the system blocks the NVIDIA devices for this process: a container needs them passed in (--gpus all)";
            case NvmlAbi.VERSION_MISMATCH ->
                "library and kernel module are of different versions: the driver was updated, restart the machine";
            case NvmlAbi.GPU_IS_LOST -> "a GPU has fallen off the bus; restart the machine";
            default -> "it could not be opened: " + of(code);
        };
    }

    static String of(int code) {
        return switch (code) {
            case 1 -> "the library is not open";
            case NvmlAbi.INVALID_ARGUMENT -> "invalid argument";
            case NvmlAbi.NOT_SUPPORTED -> "not supported";
            case NvmlAbi.NO_PERMISSION -> "this user has no permission";
            case NvmlAbi.NOT_FOUND -> "not found";
            case 8 -> "its power cables are not attached";
            case NvmlAbi.DRIVER_NOT_LOADED -> "the kernel module is not loaded";
            case NvmlAbi.TIMEOUT -> "the driver gave no answer in time";
            case 11 -> "an interrupt of the GPU does not work";
            case NvmlAbi.FUNCTION_NOT_FOUND -> "this version of the library does not have it";
            case NvmlAbi.GPU_IS_LOST -> "the GPU has fallen off the bus";
            case NvmlAbi.RESET_REQUIRED -> "the GPU must be reset";
            case NvmlAbi.OPERATING_SYSTEM -> "the system blocks it";
            case NvmlAbi.VERSION_MISMATCH -> "library and kernel module are of different versions";
            default -> "NVML error " + code;
        };
    }
}
