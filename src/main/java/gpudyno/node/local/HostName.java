package gpudyno.node.local;

import oshi.SystemInfo;

/// The name of this machine in its network, shown to people who have several nodes.
public final class HostName {
    private static final String UNKNOWN = "this workstation";

    private HostName() {
    }

    /// The name without its domain: `gpu-box` of `gpu-box.lab.example`.
    public static String ofThisMachine() {
        String whole = new SystemInfo().getOperatingSystem().getNetworkParams().getHostName();
        String name = whole == null ? "" : whole.strip();
        // An IP address is not a name, and the part before its first dot even less so.
        boolean named = !name.isEmpty() && !name.equals("localhost") && !name.matches("[0-9.]+") && name.indexOf(':') < 0;
        int domain = name.indexOf('.');
        return named ? domain > 0 ? name.substring(0, domain) : name : UNKNOWN;
    }
}
