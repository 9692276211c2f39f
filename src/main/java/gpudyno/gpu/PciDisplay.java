package gpudyno.gpu;

import gpudyno.model.gpu.Maker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A graphics card as the kernel sees it on the PCI bus, whether or not a driver runs it.
///
/// @param address such as `0000:0c:00.0`
/// @param vendor number of the maker, such as `0x10de`
/// @param driver that runs it, such as `nouveau`; empty if none does
public record PciDisplay(String address, String vendor, String driver) {
    /// Class of display controllers; the rest of the number tells their kind.
    private static final String DISPLAY = "0x03";

    /// @param sys `/sys`
    public static List<PciDisplay> in(Path sys) {
        return SysFile.entries(sys.resolve(Path.of("bus", "pci", "devices"))).stream()
                .filter(folder -> SysFile.text(folder.resolve("class")).startsWith(DISPLAY))
                .map(folder -> new PciDisplay(String.valueOf(folder.getFileName()), SysFile.text(folder.resolve("vendor")),
                        driver(folder)))
                .toList();
    }

    public boolean isOf(Maker maker) {
        return vendor.equalsIgnoreCase(switch (maker) {
            case NVIDIA -> "0x10de";
            case AMD -> "0x1002";
            case INTEL -> "0x8086";
            case SIMULATED -> "none";
        });
    }

    /// The driver of a device in sysfs: by its event file, else by the link to the driver.
    public static String driver(Path device) {
        return SysFile.text(device.resolve("uevent")).lines().filter(line -> line.startsWith("DRIVER="))
                .map(line -> line.substring(7).strip())
                .findFirst().orElseGet(() -> {
                    try {
                        return String.valueOf(Files.readSymbolicLink(device.resolve("driver")).getFileName());
                    } catch (IOException | UnsupportedOperationException e) {
                        // No driver runs it.
                        return "";
                    }
                });
    }
}
