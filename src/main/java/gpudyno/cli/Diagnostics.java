package gpudyno.cli;

import gpudyno.model.machine.Machine;
import gpudyno.model.node.Event;
import gpudyno.node.local.HostName;
import gpudyno.node.local.LocalNode;
import gpudyno.store.Json;
import gpudyno.store.PrivateFiles;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A zip file for a bug report. Every text in it goes through a [Redaction]; tokens and paired nodes are not read at all.
final class Diagnostics {
    private static final int MOST_EVENTS = 500;
    private static final long LONGEST_FILE = 1 << 20;
    private static final String[] SYSTEM = {"java.vm.name", "java.vm.version", "java.vendor", "os.name", "os.version", "os.arch",
        "file.encoding", "native.encoding", "javafx.version", "glass.platform", "prism.order"};
    /// Settings that say how a window, a language or a place for files is chosen.
    private static final String[] ENVIRONMENT = {"LANG", "LC_ALL", "DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP",
        "XDG_DATA_HOME", "XDG_CONFIG_HOME", "JAVA_TOOL_OPTIONS", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES"};
    private static final List<String> SETTINGS = List.of("gpudyno.yaml", "console.json", "meters.yaml", "alerts.yaml");

    private Diagnostics() {
    }

    /// @param machine what was found here
    /// @param data the folder of a node's data; may be in use by a running node
    /// @param config the folder of the user's settings
    /// @return the file
    static Path write(Path file, Machine machine, Path data, Path config) throws IOException {
        Redaction redaction = new Redaction(System.getProperty("user.home", ""), System.getProperty("user.name", ""),
                HostName.ofThisMachine());
        Map<String, String> parts = new TreeMap<>();
        parts.put("machine.json", Json.pretty(machine));
        parts.put("program.json", Json.pretty(program()));
        parts.put("files.txt", listing(data) + listing(config));
        parts.put("events.txt", events(data));
        for (Path folder : List.of(data, config)) {
            for (String name : SETTINGS) {
                if (Files.isRegularFile(folder.resolve(name))) {
                    parts.put(name, settings(folder.resolve(name)));
                }
            }
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(zipped)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry("gpudyno/" + part.getKey()));
                zip.write(redaction.of(part.getValue()).getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return PrivateFiles.write(file, zipped.toByteArray());
    }

    private static Map<String, Object> program() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("version", LocalNode.version());
        all.put("made", Instant.now());
        for (String name : SYSTEM) {
            all.put(name, String.valueOf(System.getProperty(name)));
        }
        all.put("heap", Runtime.getRuntime().maxMemory());
        all.put("locale", Locale.getDefault().toLanguageTag());
        all.put("time zone", TimeZone.getDefault().getID());
        for (String name : ENVIRONMENT) {
            all.put(name, String.valueOf(System.getenv(name)));
        }
        System.getenv().keySet().stream().filter(name -> name.startsWith("GPUDYNO_")).sorted()
                .forEach(name -> all.put(name, System.getenv(name)));
        return all;
    }

    private static String listing(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return folder + "\n  is not there\n";
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return folder + "\n" + inside.sorted().map(Diagnostics::line).collect(Collectors.joining());
        }
    }

    private static String line(Path path) {
        try {
            return String.format(Locale.ROOT, "  %12d  %s  %s%s%n", Files.size(path), Files.getLastModifiedTime(path),
                    path.getFileName(), Files.isDirectory(path) ? "/" : "");
        } catch (IOException e) {
            return "  " + path.getFileName() + " cannot be read: " + e.getMessage() + "\n";
        }
    }

    private static String settings(Path file) {
        try {
            return Files.size(file) > LONGEST_FILE ? "longer than " + LONGEST_FILE + " bytes" : Files.readString(file);
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    private static String events(Path data) {
        try {
            List<Event> events = Store.lastEvents(data, MOST_EVENTS);
            return events.stream().map(event -> event.at() + "  " + event.severity() + "  " + event.text() + "\n")
                    .collect(Collectors.joining());
        } catch (StoreException e) {
            return e.getMessage() + "\n";
        }
    }
}
