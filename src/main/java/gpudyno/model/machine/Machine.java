package gpudyno.model.machine;

import java.time.Duration;
import java.util.List;

/// What was found on a machine.
///
/// @param took how long looking took
public record Machine(List<Finding> findings, List<FoundServer> servers, Duration took) {
    public Machine {
        findings = List.copyOf(findings);
        servers = List.copyOf(servers);
    }
}
