package gpudyno.gpu;

import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What `nvidia-smi -q` printed, as the figures a stand-in of NVML should show and as the meters that should come of them.
public final class SmiCapture {
    private static final long MIB = 1L << 20;
    /// Bits of the clocks' event reasons, by their names there.
    private static final List<String> REASONS = List.of("Idle", "Applications Clocks Setting", "SW Power Cap", "HW Slowdown", "Sync Boost",
            "SW Thermal Slowdown", "HW Slowdown/HW Thermal Slowdown", "HW Slowdown/HW Power Brake Slowdown", "Display Clock Setting");
    private static final List<Meter> REASON_METERS = List.of(GpuMeters.THROTTLE_IDLE, GpuMeters.THROTTLE_APPLICATION,
            GpuMeters.THROTTLE_POWER, GpuMeters.THROTTLE_HARDWARE, GpuMeters.THROTTLE_SYNC, GpuMeters.THROTTLE_THERMAL,
            GpuMeters.THROTTLE_HARDWARE_THERMAL, GpuMeters.THROTTLE_BRAKE, GpuMeters.THROTTLE_DISPLAY);
    private static final List<String> ARCHITECTURES = List.of("Kepler", "Maxwell", "Pascal", "Volta", "Turing", "Ampere", "Ada Lovelace",
            "Hopper", "Blackwell");

    private final Node root;
    private final List<Node> gpus;

    /// A heading or a value of the text, with what is indented under it.
    private static final class Node {
        private final String name;
        private final @Nullable String value;
        private final List<Node> children = new ArrayList<>();

        Node(String name, @Nullable String value) {
            this.name = name;
            this.value = value;
        }

        /// The value at a path such as `FB Memory Usage/Total`; empty for `N/A` and the like.
        Optional<String> text(String path) {
            Node at = this;
            for (String step : path.split("/")) {
                Optional<Node> next = at.children.stream().filter(child -> child.name.equals(step)).findFirst();
                if (next.isEmpty()) {
                    return Optional.empty();
                }
                at = next.get();
            }
            String told = at.value;
            return told == null || told.isEmpty() || told.startsWith("N/A") || told.startsWith("[N/A")
                    || told.startsWith("Requested functionality")
                    || told.startsWith("Unknown")
                            ? Optional.empty()
                            : Optional.of(told);
        }

        OptionalDouble number(String path) {
            Matcher number = Pattern.compile("-?\\d+(\\.\\d+)?").matcher(text(path).orElse(""));
            return number.find() ? OptionalDouble.of(Double.parseDouble(number.group())) : OptionalDouble.empty();
        }

        List<Node> all(String child) {
            return children.stream().filter(one -> one.name.equals(child)).toList();
        }
    }

    private SmiCapture(Node root) {
        this.root = root;
        gpus = root.children.stream().filter(child -> child.name.startsWith("GPU ")).toList();
    }

    /// Reads the part of a file that `nvidia-smi -q` printed under a title such as `load`, or the whole text without a title.
    public static SmiCapture read(String file, String title) {
        int from = title.isEmpty() ? 0 : file.indexOf("# " + title + " :: query (-q)");
        int start = file.indexOf("NVSMI LOG", from);
        int end = file.indexOf("\n####", start);
        List<Node> open = new ArrayList<>(List.of(new Node("", null)));
        List<Integer> indents = new ArrayList<>(List.of(-1));
        for (String line : file.substring(start, end < 0 ? file.length() : end).lines().skip(1).filter(one -> !one.isBlank()).toList()) {
            int indent = line.length() - line.stripLeading().length();
            int colon = line.startsWith("GPU ") ? -1 : line.indexOf(" : ");
            Node node = colon < 0
                    ? new Node(line.strip(), null)
                    : new Node(line.substring(0, colon).strip(), line.substring(colon + 3).strip());
            while (indents.getLast() >= indent) {
                indents.removeLast();
                open.removeLast();
            }
            open.getLast().children.add(node);
            open.add(node);
            indents.add(indent);
        }
        return new SmiCapture(open.getFirst());
    }

    public int count() {
        return gpus.size();
    }

    public String id(int gpu) {
        return gpus.get(gpu).text("GPU UUID").orElseThrow();
    }

    /// Captures have their UUIDs masked.
    public String instanceId(int gpu, int instance) {
        return "MIG-" + gpu + "-" + instance;
    }

    public int instances(int gpu) {
        return gpus.get(gpu).all("MIG Device").size();
    }

    /// The text at a path of a GPU; empty for `N/A`.
    public Optional<String> text(int gpu, String path) {
        return gpus.get(gpu).text(path);
    }

    public OptionalDouble number(int gpu, String path) {
        return gpus.get(gpu).number(path);
    }

    public String driver() {
        return root.text("Driver Version").orElseThrow();
    }

    public String cuda() {
        return root.text("CUDA Version").orElseThrow();
    }

    // ---- what the stand-in shows ----

    public String deviceFile() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("system.driver", driver());
        String[] cuda = cuda().split("\\.");
        lines.put("system.cuda", String.valueOf(Integer.parseInt(cuda[0]) * 1000 + Integer.parseInt(cuda[1]) * 10));
        lines.put("system.count", String.valueOf(gpus.size()));
        for (int i = 0; i < gpus.size(); i++) {
            show(lines, i, gpus.get(i));
        }
        StringBuilder text = new StringBuilder();
        lines.forEach((key, value) -> text.append(key).append(' ').append(value).append('\n'));
        return text.toString();
    }

    private void show(Map<String, String> lines, int index, Node gpu) {
        Lines to = new Lines(lines, String.valueOf(index), gpu);
        to.text("name", "Product Name").text("uuid", "GPU UUID").text("serial", "Serial Number").text("vbios", "VBIOS Version")
                .text("bus", "PCI/Bus Id");
        gpu.text("Product Architecture").ifPresent(name -> to.put("architecture", String.valueOf(2 + ARCHITECTURES.indexOf(name))));
        to.flag("persistence", "Persistence Mode", "Enabled").flag("ecc.mode", "ECC Mode/Current", "Enabled").flag("mig.mode",
                "MIG Mode/Current", "Enabled");
        to.scaled("memory.total", "FB Memory Usage/Total", MIB).scaled("memory.reserved", "FB Memory Usage/Reserved", MIB)
                .scaled("memory.used", "FB Memory Usage/Used", MIB).scaled("memory.free", "FB Memory Usage/Free", MIB)
                .scaled("bar1.total", "BAR1 Memory Usage/Total", MIB).scaled("bar1.used", "BAR1 Memory Usage/Used", MIB)
                .scaled("bar1.free", "BAR1 Memory Usage/Free", MIB);
        to.number("util.gpu", "Utilization/GPU").number("util.memory", "Utilization/Memory").number("util.encoder", "Utilization/Encoder")
                .number("util.decoder", "Utilization/Decoder").number("util.jpeg", "Utilization/JPEG").number("util.ofa", "Utilization/OFA")
                .number("encoder.sessions", "Encoder Stats/Active Sessions").number("encoder.rate", "Encoder Stats/Average FPS")
                .number("encoder.latency", "Encoder Stats/Average Latency");
        for (String clock : List.of("Graphics", "SM", "Memory", "Video")) {
            to.number("clock." + clock.toLowerCase(Locale.ROOT), "Clocks/" + clock);
            to.number("clock.max." + clock.toLowerCase(Locale.ROOT), "Max Clocks/" + clock);
        }
        to.number("pstate", "Performance State").number("temperature", "Temperature/GPU Current Temp")
                .number("threshold.shutdown", "Temperature/GPU Shutdown Temp").number("threshold.slowdown", "Temperature/GPU Slowdown Temp")
                .number("threshold.operating", "Temperature/GPU Max Operating Temp")
                .number("threshold.target", "Temperature/GPU Target Temperature")
                .number("threshold.memory", "Temperature/Memory Max Operating Temp").number("margin", "Temperature/GPU T.Limit Temp")
                .typed("field.82", "Temperature/Memory Current Temp", 1, "u")
                .typed("field.193", "Temperature/GPU Shutdown T.Limit Temp", 1, "i")
                .typed("field.194", "Temperature/GPU Slowdown T.Limit Temp", 1, "i")
                .typed("field.195", "Temperature/Memory Max Operating T.Limit Temp", 1, "i")
                .typed("field.196", "Temperature/GPU Max Operating T.Limit Temp", 1, "i");
        if (gpu.number("Fan Speed").isPresent()) {
            to.put("fans", "1").number("fan.0", "Fan Speed");
        }
        power(to, gpu);
        pcie(to);
        errors(to, gpu);
        reasons(to, gpu);
        processes(lines, index, gpu);
        List<Node> instances = gpu.all("MIG Device");
        if (!instances.isEmpty()) {
            to.put("mig.most", "7");
        }
        for (int i = 0; i < instances.size(); i++) {
            instance(lines, index, i, instances.get(i));
        }
    }

    private static void power(Lines to, Node gpu) {
        String draw = gpu.number("GPU Power Readings/Average Power Draw").isPresent() ? "Average Power Draw" : "Instantaneous Power Draw";
        to.scaled("power", "GPU Power Readings/" + draw, 1000).scaled("power.limit", "GPU Power Readings/Requested Power Limit", 1000)
                .scaled("power.enforced", "GPU Power Readings/Current Power Limit", 1000)
                .scaled("power.default", "GPU Power Readings/Default Power Limit", 1000)
                .scaled("power.min", "GPU Power Readings/Min Power Limit", 1000)
                .scaled("power.max", "GPU Power Readings/Max Power Limit", 1000)
                .typed("field.185", "GPU Power Readings/Average Power Draw", 1000, "u")
                .typed("field.186", "GPU Power Readings/Instantaneous Power Draw", 1000, "u")
                .typed("field.185.2", "GPU Memory Power Readings/Average Power Draw", 1000, "u")
                .typed("field.185.1", "Module Power Readings/Average Power Draw", 1000, "u");
    }

    private static void pcie(Lines to) {
        to.number("pcie.generation", "PCI/GPU Link Info/PCIe Generation/Current")
                .number("pcie.max.generation", "PCI/GPU Link Info/PCIe Generation/Max")
                .number("pcie.device.generation", "PCI/GPU Link Info/PCIe Generation/Device Max")
                .number("pcie.width", "PCI/GPU Link Info/Link Width/Current").number("pcie.max.width", "PCI/GPU Link Info/Link Width/Max")
                .number("pcie.replays", "PCI/Replays Since Reset").typed("field.95", "PCI/Replay Number Rollovers", 1, "u")
                .number("pcie.tx", "PCI/Tx Throughput").number("pcie.rx", "PCI/Rx Throughput");
    }

    private static void errors(Lines to, Node gpu) {
        for (String counter : List.of("Volatile", "Aggregate")) {
            for (String type : List.of("corrected", "uncorrected")) {
                OptionalDouble sram = sram(gpu, counter, type);
                OptionalDouble dram = gpu
                        .number("ECC Errors/" + counter + (type.equals("corrected") ? "/DRAM Correctable" : "/DRAM Uncorrectable"));
                String key = "ecc." + counter.toLowerCase(Locale.ROOT) + "." + type;
                sram.ifPresent(count -> to.put(key + ".sram", whole(count)));
                dram.ifPresent(count -> to.put(key + ".dram", whole(count)));
            }
        }
        to.number("pages.single", "Retired Pages/Single Bit ECC").number("pages.double", "Retired Pages/Double Bit ECC")
                .flag("pages.pending", "Retired Pages/Pending Page Blacklist", "Yes")
                .number("rows.corrected", "Remapped Rows/Correctable Error").number("rows.uncorrected", "Remapped Rows/Uncorrectable Error")
                .flag("rows.pending", "Remapped Rows/Pending", "Yes")
                .flag("rows.failed", "Remapped Rows/Remapping Failure Occurred", "Yes");
    }

    /// Newer devices tell two kinds of uncorrected errors apart.
    private static OptionalDouble sram(Node gpu, String counter, String type) {
        String path = "ECC Errors/" + counter + "/SRAM ";
        if (type.equals("corrected")) {
            return gpu.number(path + "Correctable");
        }
        OptionalDouble parity = gpu.number(path + "Uncorrectable Parity");
        return parity.isEmpty()
                ? gpu.number(path + "Uncorrectable")
                : OptionalDouble.of(parity.getAsDouble() + gpu.number(path + "Uncorrectable SEC-DED").orElse(0));
    }

    private static void reasons(Lines to, Node gpu) {
        long supported = 0;
        long active = 0;
        for (int bit = 0; bit < REASONS.size(); bit++) {
            Optional<String> told = gpu.text("Clocks Event Reasons/" + REASONS.get(bit));
            supported |= told.isPresent() ? 1L << bit : 0;
            active |= told.filter("Active"::equals).isPresent() ? 1L << bit : 0;
        }
        if (supported != 0) {
            to.put("reasons.supported", String.valueOf(supported)).put("reasons", String.valueOf(active));
        }
        String counters = "Clocks Event Reasons Counters/";
        to.scaled("field.74", counters + "SW Power Capping", 1000).scaled("field.76", counters + "Sync Boost", 1000)
                .scaled("field.251", counters + "SW Thermal Slowdown", 1000).scaled("field.252", counters + "HW Thermal Slowdown", 1000)
                .scaled("field.253", counters + "HW Power Braking", 1000);
    }

    private static void processes(Map<String, String> lines, int index, Node gpu) {
        StringBuilder compute = new StringBuilder();
        StringBuilder graphics = new StringBuilder();
        Map<String, StringBuilder> byInstance = new LinkedHashMap<>();
        for (Printed process : processes(gpu)) {
            String entry = process.pid + ":" + process.bytes + ":" + process.gpuInstance + ":" + process.computeInstance + " ";
            if (process.type.contains("C")) {
                compute.append(entry);
                byInstance.computeIfAbsent(process.gpuInstance, _ -> new StringBuilder()).append(entry);
            }
            if (process.type.contains("G")) {
                graphics.append(entry);
            }
            lines.put("system.process." + process.pid, process.name);
        }
        lines.put(index + ".compute", compute.append(" ").toString());
        lines.put(index + ".graphics", graphics.append(" ").toString());
        List<Node> instances = gpu.all("MIG Device");
        for (int i = 0; i < instances.size(); i++) {
            lines.put(index + ".mig." + i + ".compute",
                    byInstance.getOrDefault(instances.get(i).text("GPU Instance ID").orElse(""), new StringBuilder()).append(" ")
                            .toString());
        }
    }

    /// A process as printed.
    public record Printed(long pid, String type, String name, long bytes, String gpuInstance, String computeInstance) {}

    public List<Printed> processes(int gpu) {
        return processes(gpus.get(gpu));
    }

    /// The ids of its instance stand before each process, on the same level.
    private static List<Printed> processes(Node gpu) {
        List<Printed> found = new ArrayList<>();
        String gpuInstance = "-1";
        String computeInstance = "-1";
        for (Node line : gpu.all("Processes").stream().flatMap(one -> one.children.stream()).toList()) {
            switch (line.name) {
                case "GPU instance ID" -> gpuInstance = number(line);
                case "Compute instance ID" -> computeInstance = number(line);
                case "Process ID" ->
                    found.add(new Printed(Long.parseLong(number(line)), line.text("Type").orElse(""), line.text("Name").orElse(""),
                            memory(line), gpuInstance, computeInstance));
                default -> {
                    // Nothing else is of interest.
                }
            }
        }
        return found;
    }

    private static String number(Node line) {
        return line.value == null || line.value.equals("N/A") ? "-1" : line.value;
    }

    /// In bytes, or -1.
    private static long memory(Node process) {
        OptionalDouble used = process.number("Used GPU Memory");
        return used.isEmpty() ? -1 : Math.round(used.getAsDouble()) * MIB;
    }

    private void instance(Map<String, String> lines, int gpu, int place, Node instance) {
        Lines to = new Lines(lines, gpu + ".mig." + place, instance);
        to.put("uuid", instanceId(gpu, place)).put("name", gpus.get(gpu).text("Product Name").orElse("") + " MIG " + place)
                .number("gi", "GPU Instance ID").number("ci", "Compute Instance ID")
                .number("multiprocessors", "Device Attributes/Shared/Multiprocessor count")
                .scaled("memory.total", "Shared FB Memory Usage/Total", MIB)
                .scaled("memory.reserved", "Shared FB Memory Usage/Reserved", MIB)
                .scaled("memory.used", "Shared FB Memory Usage/Used", MIB).scaled("memory.free", "Shared FB Memory Usage/Free", MIB)
                .scaled("bar1.total", "Shared BAR1 Memory/Total", MIB).scaled("bar1.used", "Shared BAR1 Memory/Used", MIB)
                .scaled("bar1.free", "Shared BAR1 Memory/Free", MIB)
                .number("ecc.volatile.uncorrected.sram", "ECC Errors/Volatile/SRAM Uncorrectable");
    }

    private static String whole(double value) {
        return String.valueOf(Math.round(value));
    }

    /// Lines of one device, from what was printed of it.
    private record Lines(Map<String, String> into, String prefix, Node from) {
        Lines put(String key, String value) {
            into.put(prefix + "." + key, value);
            return this;
        }

        Lines text(String key, String path) {
            from.text(path).ifPresent(value -> put(key, value));
            return this;
        }

        Lines number(String key, String path) {
            return scaled(key, path, 1);
        }

        Lines scaled(String key, String path, double scale) {
            from.number(path).ifPresent(value -> put(key, whole(value * scale)));
            return this;
        }

        Lines typed(String key, String path, double scale, String type) {
            from.number(path).ifPresent(value -> put(key, whole(value * scale) + type));
            return this;
        }

        Lines flag(String key, String path, String yes) {
            from.text(path).ifPresent(value -> put(key, value.equals(yes) ? "1" : "0"));
            return this;
        }
    }

    // ---- what the meters should read ----

    /// Every figure of a GPU, in the meters' units, straight from the text.
    public Map<Series, Double> expected(int gpu) {
        Expected into = new Expected(id(gpu), gpus.get(gpu));
        memory(into, "FB Memory Usage", "BAR1 Memory Usage");
        into.of(GpuMeters.UTILIZATION, "Utilization/GPU").of(GpuMeters.MEMORY_UTILIZATION, "Utilization/Memory")
                .of(GpuMeters.ENCODER_UTILIZATION, "Utilization/Encoder").of(GpuMeters.DECODER_UTILIZATION, "Utilization/Decoder")
                .of(GpuMeters.JPEG_UTILIZATION, "Utilization/JPEG").of(GpuMeters.OFA_UTILIZATION, "Utilization/OFA")
                .of(GpuMeters.ENCODER_SESSIONS, "Encoder Stats/Active Sessions").of(GpuMeters.ENCODER_RATE, "Encoder Stats/Average FPS")
                .of(GpuMeters.ENCODER_LATENCY, "Encoder Stats/Average Latency");
        into.of(GpuMeters.CLOCK_GRAPHICS, "Clocks/Graphics").of(GpuMeters.CLOCK_SM, "Clocks/SM").of(GpuMeters.CLOCK_MEMORY, "Clocks/Memory")
                .of(GpuMeters.CLOCK_VIDEO, "Clocks/Video").of(GpuMeters.PERFORMANCE_STATE, "Performance State");
        into.of(GpuMeters.TEMPERATURE, "Temperature/GPU Current Temp").of(GpuMeters.TEMPERATURE_MEMORY, "Temperature/Memory Current Temp")
                .of(GpuMeters.TEMPERATURE_MARGIN, "Temperature/GPU T.Limit Temp").of(GpuMeters.FAN, "Fan Speed", 1, "0");
        into.of(GpuMeters.POWER_AVERAGE, "GPU Power Readings/Average Power Draw")
                .of(GpuMeters.POWER_INSTANT, "GPU Power Readings/Instantaneous Power Draw")
                .of(GpuMeters.POWER_MEMORY, "GPU Memory Power Readings/Average Power Draw")
                .of(GpuMeters.POWER_MODULE, "Module Power Readings/Average Power Draw")
                .of(GpuMeters.POWER_LIMIT, "GPU Power Readings/Current Power Limit")
                .of(GpuMeters.POWER_LIMIT_REQUESTED, "GPU Power Readings/Requested Power Limit")
                .of(GpuMeters.POWER, gpus.get(gpu).number("GPU Power Readings/Average Power Draw").isPresent()
                        ? "GPU Power Readings/Average Power Draw"
                        : "GPU Power Readings/Instantaneous Power Draw");
        into.of(GpuMeters.PCIE_GENERATION, "PCI/GPU Link Info/PCIe Generation/Current")
                .of(GpuMeters.PCIE_WIDTH, "PCI/GPU Link Info/Link Width/Current")
                .of(GpuMeters.PCIE_SENT, "PCI/Tx Throughput", 1024).of(GpuMeters.PCIE_RECEIVED, "PCI/Rx Throughput", 1024)
                .of(GpuMeters.PCIE_REPLAYS, "PCI/Replays Since Reset").of(GpuMeters.PCIE_ROLLOVERS, "PCI/Replay Number Rollovers");
        expectErrors(into);
        for (int bit = 0; bit < REASONS.size(); bit++) {
            into.flag(REASON_METERS.get(bit), "Clocks Event Reasons/" + REASONS.get(bit), "Active");
        }
        List<Optional<String>> faults = List.of("HW Slowdown", "SW Thermal Slowdown", "HW Slowdown/HW Thermal Slowdown",
                "HW Slowdown/HW Power Brake Slowdown").stream().map(reason -> gpus.get(gpu).text("Clocks Event Reasons/" + reason))
                .filter(Optional::isPresent).toList();
        if (!faults.isEmpty()) {
            into.put(GpuMeters.THROTTLED, faults.contains(Optional.of("Active")) ? 1 : 0);
        }
        String counters = "Clocks Event Reasons Counters/";
        into.of(GpuMeters.TIME_POWER, counters + "SW Power Capping", 1e-3).of(GpuMeters.TIME_SYNC, counters + "Sync Boost", 1e-3)
                .of(GpuMeters.TIME_THERMAL, counters + "SW Thermal Slowdown", 1e-3)
                .of(GpuMeters.TIME_HARDWARE_THERMAL, counters + "HW Thermal Slowdown", 1e-3)
                .of(GpuMeters.TIME_BRAKE, counters + "HW Power Braking", 1e-3);
        into.put(GpuMeters.PROCESSES, processes(gpu).size());
        return into.figures;
    }

    private void expectErrors(Expected into) {
        expectEcc(into, "Volatile", "corrected", GpuMeters.ECC_VOLATILE_CORRECTED, GpuMeters.ECC_PLACE_VOLATILE_CORRECTED);
        expectEcc(into, "Volatile", "uncorrected", GpuMeters.ECC_VOLATILE_UNCORRECTED, GpuMeters.ECC_PLACE_VOLATILE_UNCORRECTED);
        expectEcc(into, "Aggregate", "corrected", GpuMeters.ECC_AGGREGATE_CORRECTED, GpuMeters.ECC_PLACE_AGGREGATE_CORRECTED);
        expectEcc(into, "Aggregate", "uncorrected", GpuMeters.ECC_AGGREGATE_UNCORRECTED, GpuMeters.ECC_PLACE_AGGREGATE_UNCORRECTED);
        into.of(GpuMeters.PAGES_SINGLE, "Retired Pages/Single Bit ECC").of(GpuMeters.PAGES_DOUBLE, "Retired Pages/Double Bit ECC");
        into.flag(GpuMeters.PAGES_PENDING, "Retired Pages/Pending Page Blacklist", "Yes");
        into.of(GpuMeters.ROWS_CORRECTED, "Remapped Rows/Correctable Error").of(GpuMeters.ROWS_UNCORRECTED,
                "Remapped Rows/Uncorrectable Error");
        into.flag(GpuMeters.ROWS_PENDING, "Remapped Rows/Pending", "Yes");
        into.flag(GpuMeters.ROWS_FAILED, "Remapped Rows/Remapping Failure Occurred", "Yes");
    }

    private static void expectEcc(Expected into, String counter, String type, Meter total, Meter byPlace) {
        OptionalDouble sram = sram(into.from, counter, type);
        OptionalDouble dram = into.from
                .number("ECC Errors/" + counter + (type.equals("corrected") ? "/DRAM Correctable" : "/DRAM Uncorrectable"));
        sram.ifPresent(count -> into.put(byPlace, count, "sram"));
        dram.ifPresent(count -> into.put(byPlace, count, "dram"));
        if (sram.isPresent() || dram.isPresent()) {
            into.put(total, sram.orElse(0) + dram.orElse(0));
        }
    }

    /// Every figure of an instance.
    public Map<Series, Double> expected(int gpu, int instance) {
        Node from = gpus.get(gpu).all("MIG Device").get(instance);
        Expected into = new Expected(instanceId(gpu, instance), from);
        memory(into, "Shared FB Memory Usage", "Shared BAR1 Memory");
        into.of(GpuMeters.ECC_VOLATILE_UNCORRECTED, "ECC Errors/Volatile/SRAM Uncorrectable");
        into.of(GpuMeters.ECC_PLACE_VOLATILE_UNCORRECTED, "ECC Errors/Volatile/SRAM Uncorrectable", 1, "sram");
        String number = from.text("GPU Instance ID").orElseThrow();
        into.put(GpuMeters.PROCESSES, processes(gpu).stream().filter(one -> one.gpuInstance.equals(number)).count());
        return into.figures;
    }

    private static void memory(Expected into, String memory, String bar1) {
        into.of(GpuMeters.MEMORY_TOTAL, memory + "/Total", MIB).of(GpuMeters.MEMORY_USED, memory + "/Used", MIB)
                .of(GpuMeters.MEMORY_FREE, memory + "/Free", MIB).of(GpuMeters.MEMORY_RESERVED, memory + "/Reserved", MIB)
                .of(GpuMeters.BAR1_TOTAL, bar1 + "/Total", MIB).of(GpuMeters.BAR1_USED, bar1 + "/Used", MIB)
                .of(GpuMeters.BAR1_FREE, bar1 + "/Free", MIB);
        into.put(Meters.MEMORY, 100 * into.from.number(memory + "/Used").orElseThrow() / into.from.number(memory + "/Total").orElseThrow());
    }

    private static final class Expected {
        private final Map<Series, Double> figures = new LinkedHashMap<>();
        private final String device;
        private final Node from;

        Expected(String device, Node from) {
            this.device = device;
            this.from = from;
        }

        void put(Meter meter, double value, String... labels) {
            List<String> all = new ArrayList<>(List.of(device));
            all.addAll(List.of(labels));
            figures.put(new Series(meter.id(), all), value);
        }

        Expected of(Meter meter, String path) {
            return of(meter, path, 1);
        }

        Expected of(Meter meter, String path, double scale, String... labels) {
            from.number(path).ifPresent(value -> put(meter, value * scale, labels));
            return this;
        }

        void flag(Meter meter, String path, String yes) {
            from.text(path).ifPresent(value -> put(meter, value.equals(yes) ? 1 : 0));
        }
    }
}
