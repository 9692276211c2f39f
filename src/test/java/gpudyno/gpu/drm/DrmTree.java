package gpudyno.gpu.drm;

import gpudyno.gpu.GpuSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Folders such as `/sys` and `/proc`, laid out as the kernel lays them.
public final class DrmTree {
    private final Path root;

    public DrmTree(Path root) {
        this.root = root;
    }

    public GpuSettings settings() {
        write("sys/class/drm/version", "drm 1.1.0 20060810");
        write("proc/stat", "cpu  1 2 3 4\nbtime 1700000000\n");
        return new GpuSettings(root.resolve("no-library").toString(), root.resolve("sys"), root.resolve("proc"));
    }

    public DrmTree write(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public DrmTree delete(String path) {
        try {
            Files.delete(root.resolve(path));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A card with a driver at a PCI address.
    public DrmTree card(String card, String driver, String vendor, String device, String address) {
        String folder = "sys/class/drm/" + card + "/device/";
        write(folder + "uevent",
                "DRIVER=" + driver + "\nPCI_CLASS=30000\nPCI_ID=" + vendor + ":" + device + "\nPCI_SLOT_NAME=" + address + "\n");
        write(folder + "vendor", "0x" + vendor + "\n");
        write(folder + "device", "0x" + device + "\n");
        write(folder + "max_link_speed", "16.0 GT/s PCIe\n");
        write(folder + "max_link_width", "16\n");
        write(folder + "current_link_speed", "8.0 GT/s PCIe\n");
        write(folder + "current_link_width", "8\n");
        return write("sys/class/drm/" + card + "-DP-1/status", "connected\n");
    }

    public DrmTree device(String card, String file, String text) {
        return write("sys/class/drm/" + card + "/device/" + file, text);
    }

    /// A Radeon RX 7900 as amdgpu shows it.
    public DrmTree radeon(String card, String address) {
        card(card, "amdgpu", "1002", "744c", address);
        device(card, "unique_id", "6ef0123456789abc\n").device(card, "product_name", "Radeon RX 7900 XTX\n");
        device(card, "vbios_version", "113-D70401XTX-1\n");
        device(card, "mem_info_vram_total", "25753026560\n").device(card, "mem_info_vram_used", "6438256640\n");
        device(card, "mem_info_vis_vram_total", "25753026560\n").device(card, "mem_info_vis_vram_used", "1000000\n");
        device(card, "mem_info_gtt_total", "16000000000\n").device(card, "mem_info_gtt_used", "48000000\n");
        device(card, "gpu_busy_percent", "73\n").device(card, "mem_busy_percent", "21\n");
        device(card, "pp_dpm_sclk", "0: 500Mhz\n1: 2124Mhz *\n2: 2371Mhz\n").device(card, "pp_dpm_mclk", "0: 96Mhz\n1: 1249Mhz *\n");
        device(card, "pcie_replay_count", "4\n");
        device(card, "ras/umc_err_count", "ue: 1\nce: 7\n").device(card, "ras/gfx_err_count", "ue: 0\nce: 2\n");
        String hwmon = "hwmon/hwmon3/";
        device(card, hwmon + "name", "amdgpu\n").device(card, hwmon + "temp1_label", "edge\n")
                .device(card, hwmon + "temp1_input", "61000\n")
                .device(card, hwmon + "temp1_crit", "100000\n").device(card, hwmon + "temp1_emergency", "105000\n")
                .device(card, hwmon + "temp2_label", "junction\n").device(card, hwmon + "temp2_input", "78500\n")
                .device(card, hwmon + "temp3_label", "mem\n").device(card, hwmon + "temp3_input", "84000\n")
                .device(card, hwmon + "temp3_crit", "108000\n").device(card, hwmon + "fan1_input", "1432\n")
                .device(card, hwmon + "fan1_max", "3300\n")
                .device(card, hwmon + "pwm1", "102\n").device(card, hwmon + "pwm1_max", "255\n")
                .device(card, hwmon + "power1_average", "287000000\n").device(card, hwmon + "power1_cap", "339000000\n")
                .device(card, hwmon + "power1_cap_min", "0\n").device(card, hwmon + "power1_cap_max", "390000000\n")
                .device(card, hwmon + "power1_cap_default", "339000000\n").device(card, hwmon + "freq1_label", "sclk\n")
                .device(card, hwmon + "freq1_input", "2100000000\n").device(card, hwmon + "freq2_label", "mclk\n")
                .device(card, hwmon + "freq2_input", "1249000000\n");
        return this;
    }

    /// The GPU inside a processor, whose memory is a small part of the host's.
    public DrmTree integrated(String card, String address) {
        return card(card, "amdgpu", "1002", "1638", address).device(card, "mem_info_vram_total", "536870912\n")
                .device(card, "mem_info_vram_used", "268435456\n").device(card, "gpu_busy_percent", "31\n");
    }

    /// A process, and one open file of a GPU's driver.
    public DrmTree process(long pid, String command, int file, String info) {
        write("proc/" + pid + "/cmdline", "/usr/bin/" + command + "\0--secret=hunter2\0");
        write("proc/" + pid + "/comm", command + "\n");
        write("proc/" + pid + "/stat", pid + " (" + command + " (x)) S 1 1 1 0 -1 4194304 1 0 0 0 1 1 0 0 20 0 1 0 1234500 1000 10\n");
        write("proc/" + pid + "/fdinfo/0", "pos:\t0\nflags:\t02\nmnt_id:\t25\n");
        return write("proc/" + pid + "/fdinfo/" + file, "pos:\t0\nflags:\t02100002\nmnt_id:\t26\nino:\t500\n" + info);
    }
}
