package gpudyno.node;

import gpudyno.model.machine.Machine;

/// What else is on a node's machine. Errors are those of [Node].
public interface Surroundings {
    /// Looks for devices, drivers and servers; takes up to three seconds. Connects only to the machine's own loopback address.
    Machine look();
}
