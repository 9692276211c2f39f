package gpudyno.gpu.drm;

import gpudyno.gpu.SysFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Names of cards by their PCI numbers, from the list that distributions install (<https://pci-ids.ucw.cz>). Read when first asked.
final class PciNames {
    private static final List<Path> LISTS = List.of(Path.of("/usr/share/misc/pci.ids"), Path.of("/usr/share/hwdata/pci.ids"));
    private final Map<String, Map<String, String>> byVendor = new HashMap<>();

    /// @param vendor such as `0x1002`
    /// @param device such as `0x744c`
    /// @return empty if the list is missing or does not have it
    synchronized String name(String vendor, String device) {
        String found = byVendor.computeIfAbsent(bare(vendor), PciNames::devices).getOrDefault(bare(device), "");
        // The marketing names stand in brackets behind the chip's: Navi 31 [Radeon RX 7900 XT/7900 XTX].
        int open = found.indexOf('[');
        int close = found.lastIndexOf(']');
        return open >= 0 && close > open ? found.substring(open + 1, close) : found;
    }

    private static String bare(String number) {
        return number.toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
    }

    /// A vendor begins a line, its devices are indented by one tab.
    private static Map<String, String> devices(String vendor) {
        Map<String, String> devices = new HashMap<>();
        for (Path list : LISTS) {
            boolean inside = false;
            for (String line : SysFile.text(list).lines().toList()) {
                if (!line.startsWith("\t") && !line.startsWith("#") && !line.isBlank()) {
                    inside = line.startsWith(vendor + " ");
                } else if (inside && line.startsWith("\t") && !line.startsWith("\t\t") && line.length() > 7) {
                    devices.putIfAbsent(line.substring(1, 5), line.substring(5).strip());
                }
            }
        }
        return devices;
    }
}
