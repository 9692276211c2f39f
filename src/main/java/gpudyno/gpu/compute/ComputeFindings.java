package gpudyno.gpu.compute;

import gpudyno.gpu.compute.ComputeDevices.Looked;
import gpudyno.gpu.compute.ComputeDevices.Openable;
import gpudyno.model.machine.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The devices that compute here, in words, and why one is missing.
public final class ComputeFindings {
    private ComputeFindings() {
    }

    public static List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        for (Looked looked : ComputeDevices.look()) {
            String subject = looked.kind() == ComputeDevice.Kind.HOST ? "Host compute" : looked.kind().title();
            String names = looked.devices().stream().map(Openable::name).collect(Collectors.joining(", "));
            findings.add(looked.devices().isEmpty()
                    ? Finding.absent(subject, "no device", looked.missing())
                    : Finding.ready(subject, names, ""));
        }
        return findings;
    }
}
