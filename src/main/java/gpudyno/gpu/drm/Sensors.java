package gpudyno.gpu.drm;

import gpudyno.gpu.SysFile;
import java.nio.file.Path;
import java.util.List;

/// The sensors of a card, in hwmon's units: thousandths of a degree, microwatts, microjoules, Hz, turns per minute.
final class Sensors {
    private static final int MOST = 16;
    private final List<Path> folders;

    /// @param device the card's folder in sysfs
    Sensors(Path device) {
        folders = SysFile.entries(device.resolve("hwmon"));
    }

    /// The value of a file such as `fan1_input`; NaN where there is none.
    double value(String file) {
        for (Path folder : folders) {
            double value = SysFile.number(folder.resolve(file));
            if (!Double.isNaN(value)) {
                return value;
            }
        }
        return Double.NaN;
    }

    /// The value of the sensor of a kind (`temp`, `power`, `energy`, `freq`) that has a label; NaN where there is none.
    ///
    /// @param what the end of the file's name, such as `input`
    double labelled(String kind, String label, String what) {
        for (Path folder : folders) {
            for (int i = 1; i < MOST; i++) {
                if (SysFile.text(folder.resolve(kind + i + "_label")).equals(label)) {
                    return SysFile.number(folder.resolve(kind + i + "_" + what));
                }
            }
        }
        return Double.NaN;
    }

    /// The value of the first sensor of a kind, if it has no label.
    double unlabelled(String kind, String what) {
        for (Path folder : folders) {
            if (SysFile.text(folder.resolve(kind + "1_label")).isEmpty()) {
                return SysFile.number(folder.resolve(kind + "1_" + what));
            }
        }
        return Double.NaN;
    }

    static double or(double value, double otherwise) {
        return Double.isNaN(value) ? otherwise : value;
    }
}
