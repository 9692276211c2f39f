package gpudyno.gpu.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.util.List;

/// The native side of NVML: signatures, structure layouts and numbers, as in the header `nvml.h` of NVML 12 and 13.
///
/// Source of names and numbers: [NVML API reference](https://docs.nvidia.com/deploy/nvml-api/index.html), `nvml.h` in
/// [NVIDIA/go-nvml](https://github.com/NVIDIA/go-nvml/blob/main/gen/nvml/nvml.h), and for numbers of fields above 200 NVIDIA's
/// `pynvml.py` (package nvidia-ml-py). A `unsigned int` and an enum are a JAVA_INT, an `unsigned long long` is a JAVA_LONG, a
/// device handle is an address.
final class NvmlAbi {
    /// What calls return, `nvmlReturn_t`.
    static final int SUCCESS = 0;
    static final int INVALID_ARGUMENT = 2;
    static final int NOT_SUPPORTED = 3;
    static final int NO_PERMISSION = 4;
    static final int NOT_FOUND = 6;
    static final int INSUFFICIENT_SIZE = 7;
    static final int DRIVER_NOT_LOADED = 9;
    static final int TIMEOUT = 10;
    static final int FUNCTION_NOT_FOUND = 13;
    static final int GPU_IS_LOST = 15;
    static final int RESET_REQUIRED = 16;
    static final int OPERATING_SYSTEM = 17;
    static final int VERSION_MISMATCH = 18;

    /// `NVML_DEVICE_NAME_V2_BUFFER_SIZE` and `NVML_DEVICE_UUID_V2_BUFFER_SIZE` are 96; the longest text of a device.
    static final int TEXT_BYTES = 96;
    static final int VERSION_BYTES = 80;
    static final int NVLINK_MAX_LINKS = 18;

    /// `nvmlClockType_t`.
    static final int CLOCK_GRAPHICS = 0;
    static final int CLOCK_SM = 1;
    static final int CLOCK_MEM = 2;
    static final int CLOCK_VIDEO = 3;

    /// `nvmlTemperatureThresholds_t`.
    static final int THRESHOLD_SHUTDOWN = 0;
    static final int THRESHOLD_SLOWDOWN = 1;
    static final int THRESHOLD_MEM_MAX = 2;
    static final int THRESHOLD_GPU_MAX = 3;
    static final int THRESHOLD_ACOUSTIC_CURR = 5;

    /// `nvmlMemoryErrorType_t`.
    static final int CORRECTED = 0;
    static final int UNCORRECTED = 1;
    /// `nvmlEccCounterType_t`.
    static final int VOLATILE = 0;
    static final int AGGREGATE = 1;
    /// `nvmlMemoryLocation_t` in the order of its numbers from 0; 2 is the device's memory.
    static final List<String> MEMORY_LOCATIONS = List.of("l1", "l2", "dram", "register", "texture", "shared", "cbu", "sram");
    static final int LOCATION_DRAM = 2;
    static final int LOCATION_SRAM = 7;

    /// `nvmlEventTypeXidCriticalError`.
    static final long EVENT_XID = 8;

    /// Numbers of `NVML_FI_DEV_...`, asked for by `nvmlDeviceGetFieldValues`.
    static final int FIELD_PERF_POLICY_POWER = 74;
    static final int FIELD_PERF_POLICY_SYNC_BOOST = 76;
    static final int FIELD_MEMORY_TEMP = 82;
    static final int FIELD_TOTAL_ENERGY = 83;
    static final int FIELD_NVLINK_SPEED_COMMON = 90;
    static final int FIELD_RETIRED_SBE = 29;
    static final int FIELD_RETIRED_DBE = 30;
    static final int FIELD_RETIRED_PENDING = 31;
    static final int FIELD_PCIE_REPLAY = 94;
    static final int FIELD_PCIE_ROLLOVER = 95;
    static final int FIELD_NVLINK_DATA_TX = 138;
    static final int FIELD_NVLINK_DATA_RX = 139;
    static final int FIELD_POWER_AVERAGE = 185;
    static final int FIELD_POWER_INSTANT = 186;
    static final int FIELD_SHUTDOWN_TLIMIT = 193;
    static final int FIELD_SLOWDOWN_TLIMIT = 194;
    static final int FIELD_MEM_MAX_TLIMIT = 195;
    static final int FIELD_GPU_MAX_TLIMIT = 196;
    static final int FIELD_SW_THERM_SLOWDOWN = 251;
    static final int FIELD_HW_THERM_SLOWDOWN = 252;
    static final int FIELD_HW_POWER_BRAKE = 253;
    /// `nvmlPowerScopeType_t`.
    static final int SCOPE_GPU = 0;
    static final int SCOPE_MODULE = 1;
    static final int SCOPE_MEMORY = 2;
    /// All links of a device.
    static final int SCOPE_ALL_LINKS = -1;

    /// `nvmlPciInfo_t`: 68 bytes.
    static final StructLayout PCI_INFO = MemoryLayout.structLayout(MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("busIdLegacy"),
            JAVA_INT.withName("domain"), JAVA_INT.withName("bus"), JAVA_INT.withName("device"), JAVA_INT.withName("pciDeviceId"),
            JAVA_INT.withName("pciSubSystemId"), MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("busId"));
    /// `nvmlMemory_t`: 24 bytes. What is used includes what is reserved.
    static final StructLayout MEMORY = MemoryLayout.structLayout(JAVA_LONG.withName("total"), JAVA_LONG.withName("free"),
            JAVA_LONG.withName("used"));
    /// `nvmlMemory_v2_t`: 40 bytes. What is used does not include what is reserved, whatever the header says: the four figures of
    /// `nvidia-smi -q` add up.
    static final StructLayout MEMORY_V2 = MemoryLayout.structLayout(JAVA_INT.withName("version"), MemoryLayout.paddingLayout(4),
            JAVA_LONG.withName("total"), JAVA_LONG.withName("reserved"), JAVA_LONG.withName("free"), JAVA_LONG.withName("used"));
    static final int MEMORY_V2_VERSION = version(MEMORY_V2, 2);
    /// `nvmlBAR1Memory_t`: 24 bytes.
    static final StructLayout BAR1_MEMORY = MemoryLayout.structLayout(JAVA_LONG.withName("bar1Total"), JAVA_LONG.withName("bar1Free"),
            JAVA_LONG.withName("bar1Used"));
    /// `nvmlUtilization_t`: 8 bytes.
    static final StructLayout UTILIZATION = MemoryLayout.structLayout(JAVA_INT.withName("gpu"), JAVA_INT.withName("memory"));
    /// `nvmlProcessInfo_v2_t`, which the `_v2` and `_v3` calls use: 24 bytes.
    static final StructLayout PROCESS_INFO = MemoryLayout.structLayout(JAVA_INT.withName("pid"), MemoryLayout.paddingLayout(4),
            JAVA_LONG.withName("usedGpuMemory"), JAVA_INT.withName("gpuInstanceId"), JAVA_INT.withName("computeInstanceId"));
    /// `nvmlProcessInfo_v1_t`, which the calls without a version use: 16 bytes.
    static final StructLayout PROCESS_INFO_V1 = MemoryLayout.structLayout(JAVA_INT.withName("pid"), MemoryLayout.paddingLayout(4),
            JAVA_LONG.withName("usedGpuMemory"));
    /// `nvmlProcessUtilizationSample_t`: 32 bytes.
    static final StructLayout PROCESS_UTILIZATION = MemoryLayout.structLayout(JAVA_INT.withName("pid"), MemoryLayout.paddingLayout(4),
            JAVA_LONG.withName("timeStamp"), JAVA_INT.withName("smUtil"), JAVA_INT.withName("memUtil"), JAVA_INT.withName("encUtil"),
            JAVA_INT.withName("decUtil"));
    /// `nvmlFieldValue_t`: 40 bytes.
    static final StructLayout FIELD_VALUE = MemoryLayout.structLayout(JAVA_INT.withName("fieldId"), JAVA_INT.withName("scopeId"),
            JAVA_LONG.withName("timestamp"), JAVA_LONG.withName("latencyUsec"), JAVA_INT.withName("valueType"),
            JAVA_INT.withName("nvmlReturn"),
            JAVA_LONG.withName("value"));
    /// `nvmlViolationTime_t`: 16 bytes.
    static final StructLayout VIOLATION_TIME = MemoryLayout.structLayout(JAVA_LONG.withName("referenceTime"),
            JAVA_LONG.withName("violationTime"));
    /// `nvmlEventData_t`: 32 bytes.
    static final StructLayout EVENT_DATA = MemoryLayout.structLayout(ADDRESS.withName("device"), JAVA_LONG.withName("eventType"),
            JAVA_LONG.withName("eventData"), JAVA_INT.withName("gpuInstanceId"), JAVA_INT.withName("computeInstanceId"));
    /// `nvmlDeviceAttributes_t`: 40 bytes.
    static final StructLayout ATTRIBUTES = MemoryLayout.structLayout(JAVA_INT.withName("multiprocessorCount"),
            MemoryLayout.sequenceLayout(7, JAVA_INT), JAVA_LONG.withName("memorySizeMB"));
    /// `nvmlMarginTemperature_t`: 8 bytes.
    static final StructLayout MARGIN_TEMPERATURE = MemoryLayout.structLayout(JAVA_INT.withName("version"),
            JAVA_INT.withName("marginTemperature"));
    static final int MARGIN_TEMPERATURE_VERSION = version(MARGIN_TEMPERATURE, 1);
    /// `nvmlTemperature_t`: 12 bytes.
    static final StructLayout TEMPERATURE = MemoryLayout.structLayout(JAVA_INT.withName("version"), JAVA_INT.withName("sensorType"),
            JAVA_INT.withName("temperature"));
    static final int TEMPERATURE_VERSION = version(TEMPERATURE, 1);
    /// `nvmlFanSpeedInfo_t`: 12 bytes.
    static final StructLayout FAN_SPEED_INFO = MemoryLayout.structLayout(JAVA_INT.withName("version"), JAVA_INT.withName("fan"),
            JAVA_INT.withName("speed"));
    static final int FAN_SPEED_INFO_VERSION = version(FAN_SPEED_INFO, 1);

    private NvmlAbi() {
    }

    /// `NVML_STRUCT_VERSION`: the size, and the number of the version in the highest byte.
    static int version(MemoryLayout struct, int number) {
        return (int) struct.byteSize() | number << 24;
    }

    /// Where a member lies in its structure.
    static long offset(StructLayout struct, String member) {
        return struct.byteOffset(PathElement.groupElement(member));
    }

    private static FunctionDescriptor takes(MemoryLayout... arguments) {
        return FunctionDescriptor.of(JAVA_INT, arguments);
    }

    /// The functions that are called, each with the shape of its arguments. Where a function has older names, the first that the library has
    /// is called.
    @SuppressWarnings("ImmutableEnumChecker") // Descriptors and lists that cannot be changed.
    enum Function {
        INIT(takes(), "nvmlInit_v2", "nvmlInit"),
        SHUTDOWN(takes(), "nvmlShutdown"),
        DRIVER_VERSION(takes(ADDRESS, JAVA_INT), "nvmlSystemGetDriverVersion"),
        CUDA_VERSION(takes(ADDRESS), "nvmlSystemGetCudaDriverVersion_v2", "nvmlSystemGetCudaDriverVersion"),
        PROCESS_NAME(takes(JAVA_INT, ADDRESS, JAVA_INT), "nvmlSystemGetProcessName"),
        COUNT(takes(ADDRESS), "nvmlDeviceGetCount_v2", "nvmlDeviceGetCount"),
        HANDLE_BY_INDEX(takes(JAVA_INT, ADDRESS), "nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex"),

        NAME(takes(ADDRESS, ADDRESS, JAVA_INT), "nvmlDeviceGetName"),
        UUID(takes(ADDRESS, ADDRESS, JAVA_INT), "nvmlDeviceGetUUID"),
        SERIAL(takes(ADDRESS, ADDRESS, JAVA_INT), "nvmlDeviceGetSerial"),
        VBIOS(takes(ADDRESS, ADDRESS, JAVA_INT), "nvmlDeviceGetVbiosVersion"),
        PCI(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetPciInfo_v3", "nvmlDeviceGetPciInfo_v2", "nvmlDeviceGetPciInfo"),
        ARCHITECTURE(takes(ADDRESS, ADDRESS), "nvmlDeviceGetArchitecture"),
        COMPUTE_CAPABILITY(takes(ADDRESS, ADDRESS, ADDRESS), "nvmlDeviceGetCudaComputeCapability"),
        PERSISTENCE(takes(ADDRESS, ADDRESS), "nvmlDeviceGetPersistenceMode"),
        ECC_MODE(takes(ADDRESS, ADDRESS, ADDRESS), "nvmlDeviceGetEccMode"),
        CORES(takes(ADDRESS, ADDRESS), "nvmlDeviceGetNumGpuCores"),
        ATTRIBUTES_OF(takes(ADDRESS, ADDRESS), "nvmlDeviceGetAttributes_v2"),

        MIG_MODE(takes(ADDRESS, ADDRESS, ADDRESS), "nvmlDeviceGetMigMode"),
        MIG_COUNT(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetMaxMigDeviceCount"),
        MIG_HANDLE(takes(ADDRESS, JAVA_INT, ADDRESS), "nvmlDeviceGetMigDeviceHandleByIndex"),
        MIG_PARENT(takes(ADDRESS, ADDRESS), "nvmlDeviceGetDeviceHandleFromMigDeviceHandle"),
        GPU_INSTANCE(takes(ADDRESS, ADDRESS), "nvmlDeviceGetGpuInstanceId"),
        COMPUTE_INSTANCE(takes(ADDRESS, ADDRESS), "nvmlDeviceGetComputeInstanceId"),

        MEMORY_V2_OF(takes(ADDRESS, ADDRESS), "nvmlDeviceGetMemoryInfo_v2"),
        MEMORY_OF(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetMemoryInfo"),
        BAR1(takes(ADDRESS, ADDRESS), "nvmlDeviceGetBAR1MemoryInfo"),
        UTILIZATION_OF(takes(ADDRESS, ADDRESS), "nvmlDeviceGetUtilizationRates"),
        ENCODER(takes(ADDRESS, ADDRESS, ADDRESS), "nvmlDeviceGetEncoderUtilization"),
        DECODER(takes(ADDRESS, ADDRESS, ADDRESS), "nvmlDeviceGetDecoderUtilization"),
        JPEG(takes(ADDRESS, ADDRESS, ADDRESS), "nvmlDeviceGetJpgUtilization"),
        OFA(takes(ADDRESS, ADDRESS, ADDRESS), "nvmlDeviceGetOfaUtilization"),
        ENCODER_STATS(takes(ADDRESS, ADDRESS, ADDRESS, ADDRESS), "nvmlDeviceGetEncoderStats"),
        CLOCK(takes(ADDRESS, JAVA_INT, ADDRESS), "nvmlDeviceGetClockInfo"),
        MAX_CLOCK(takes(ADDRESS, JAVA_INT, ADDRESS), "nvmlDeviceGetMaxClockInfo"),
        PERFORMANCE_STATE(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetPerformanceState",
                "nvmlDeviceGetPowerState"),
        TEMPERATURE_OF(takes(ADDRESS, JAVA_INT, ADDRESS), "nvmlDeviceGetTemperature"),
        TEMPERATURE_V_OF(takes(ADDRESS, ADDRESS), "nvmlDeviceGetTemperatureV"),
        THRESHOLD(takes(ADDRESS, JAVA_INT, ADDRESS),
                "nvmlDeviceGetTemperatureThreshold"),
        MARGIN(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetMarginTemperature"),
        FAN_COUNT(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetNumFans"),
        FAN(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetFanSpeed"),
        FAN_OF(takes(ADDRESS,
                JAVA_INT,
                ADDRESS),
                "nvmlDeviceGetFanSpeed_v2"),
        FAN_RPM(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetFanSpeedRPM"),
        POWER(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetPowerUsage"),
        POWER_LIMIT(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetPowerManagementLimit"),
        POWER_LIMIT_ENFORCED(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetEnforcedPowerLimit"),
        POWER_LIMIT_DEFAULT(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetPowerManagementDefaultLimit"),
        POWER_CONSTRAINTS(takes(ADDRESS,
                ADDRESS,
                ADDRESS),
                "nvmlDeviceGetPowerManagementLimitConstraints"),
        ENERGY(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetTotalEnergyConsumption"),
        PCIE_GENERATION(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetCurrPcieLinkGeneration"),
        PCIE_WIDTH(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetCurrPcieLinkWidth"),
        PCIE_MAX_GENERATION(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetMaxPcieLinkGeneration"),
        PCIE_DEVICE_GENERATION(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetGpuMaxPcieLinkGeneration"),
        PCIE_MAX_WIDTH(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetMaxPcieLinkWidth"),
        PCIE_RATE(takes(ADDRESS,
                JAVA_INT,
                ADDRESS),
                "nvmlDeviceGetPcieThroughput"),
        PCIE_REPLAYS(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetPcieReplayCounter"),
        NVLINK_STATE(takes(ADDRESS,
                JAVA_INT,
                ADDRESS),
                "nvmlDeviceGetNvLinkState"),
        NVLINK_ERRORS(takes(ADDRESS,
                JAVA_INT,
                JAVA_INT,
                ADDRESS),
                "nvmlDeviceGetNvLinkErrorCounter"),
        ECC_TOTAL(takes(ADDRESS,
                JAVA_INT,
                JAVA_INT,
                ADDRESS),
                "nvmlDeviceGetTotalEccErrors"),
        ECC_AT(takes(ADDRESS,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                ADDRESS),
                "nvmlDeviceGetMemoryErrorCounter"),
        RETIRED_PAGES(takes(ADDRESS,
                JAVA_INT,
                ADDRESS,
                ADDRESS),
                "nvmlDeviceGetRetiredPages"),
        RETIRED_PENDING(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetRetiredPagesPendingStatus"),
        REMAPPED_ROWS(takes(ADDRESS,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                ADDRESS),
                "nvmlDeviceGetRemappedRows"),
        THROTTLE_SUPPORTED(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetSupportedClocksEventReasons",
                "nvmlDeviceGetSupportedClocksThrottleReasons"),
        THROTTLE(takes(ADDRESS, ADDRESS),
                "nvmlDeviceGetCurrentClocksEventReasons",
                "nvmlDeviceGetCurrentClocksThrottleReasons"),
        VIOLATION(takes(ADDRESS,
                JAVA_INT,
                ADDRESS),
                "nvmlDeviceGetViolationStatus"),
        FIELDS(takes(ADDRESS,
                JAVA_INT,
                ADDRESS),
                "nvmlDeviceGetFieldValues"),

        SUPPORTED_MEMORY_CLOCKS(takes(ADDRESS, ADDRESS, ADDRESS), "nvmlDeviceGetSupportedMemoryClocks"),
        SUPPORTED_GRAPHICS_CLOCKS(takes(ADDRESS, JAVA_INT, ADDRESS, ADDRESS), "nvmlDeviceGetSupportedGraphicsClocks"),
        SET_POWER_LIMIT(takes(ADDRESS, JAVA_INT), "nvmlDeviceSetPowerManagementLimit"),
        LOCK_CLOCKS(takes(ADDRESS, JAVA_INT, JAVA_INT), "nvmlDeviceSetGpuLockedClocks"),
        UNLOCK_CLOCKS(takes(ADDRESS), "nvmlDeviceResetGpuLockedClocks"),
        SET_PERSISTENCE(takes(ADDRESS, JAVA_INT), "nvmlDeviceSetPersistenceMode"),

        COMPUTE_PROCESSES(takes(ADDRESS, ADDRESS, ADDRESS), "nvmlDeviceGetComputeRunningProcesses_v3",
                "nvmlDeviceGetComputeRunningProcesses_v2"),
        COMPUTE_PROCESSES_V1(takes(ADDRESS, ADDRESS, ADDRESS), "nvmlDeviceGetComputeRunningProcesses"),
        GRAPHICS_PROCESSES(takes(ADDRESS, ADDRESS, ADDRESS),
                "nvmlDeviceGetGraphicsRunningProcesses_v3",
                "nvmlDeviceGetGraphicsRunningProcesses_v2"),
        GRAPHICS_PROCESSES_V1(takes(ADDRESS, ADDRESS, ADDRESS), "nvmlDeviceGetGraphicsRunningProcesses"),
        MPS_PROCESSES(takes(ADDRESS, ADDRESS, ADDRESS),
                "nvmlDeviceGetMPSComputeRunningProcesses_v3",
                "nvmlDeviceGetMPSComputeRunningProcesses_v2"),
        PROCESS_UTILIZATION_OF(takes(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG), "nvmlDeviceGetProcessUtilization"),

        EVENT_SET_CREATE(takes(ADDRESS), "nvmlEventSetCreate"),
        REGISTER_EVENTS(takes(ADDRESS, JAVA_LONG, ADDRESS), "nvmlDeviceRegisterEvents"),
        EVENT_WAIT(takes(ADDRESS, ADDRESS, JAVA_INT), "nvmlEventSetWait_v2", "nvmlEventSetWait"),
        EVENT_SET_FREE(takes(ADDRESS), "nvmlEventSetFree");

        private final FunctionDescriptor shape;
        private final List<String> symbols;

        Function(FunctionDescriptor shape, String... symbols) {
            this.shape = shape;
            this.symbols = List.of(symbols);
        }

        FunctionDescriptor shape() {
            return shape;
        }

        /// Its names in the library, the newest first.
        List<String> symbols() {
            return symbols;
        }
    }
}
