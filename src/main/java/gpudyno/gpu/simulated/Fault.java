package gpudyno.gpu.simulated;

import java.util.Locale;

/// What goes wrong with a simulated GPU.
///
/// @param from seconds after the start
/// @param to seconds after the start; infinite for one that stays
/// @param amount by kind, see [Kind]; for a leak bytes a minute
/// @param more by kind, see [Kind]
/// @param process who takes memory
record Fault(Kind kind, double from, double to, double amount, double more, Taker process) {
    /// A process that takes memory.
    ///
    /// @param user who runs it
    record Taker(long pid, String command, String user) {}

    enum Kind {
        /// Falls off the bus; amount: number of the XID error that goes before, 0 for none.
        LOST,
        /// The power limit is lowered; amount: watts.
        POWER_CAP,
        /// The air gets hotter; amount: degrees.
        HEAT,
        /// The power supply brakes the hardware to half its clocks.
        POWER_BRAKE,
        /// The link is trained anew; amount: generation, more: lanes.
        PCIE,
        /// Clocks stay idle whatever there is to do.
        IDLE_CLOCKS,
        /// Memory errors that cannot be corrected; amount: how many.
        ECC,
        /// Memory errors that are corrected; amount: how many.
        ECC_CORRECTED,
        /// The driver reports errors; amount: number of the XID, more: how many.
        XID,
        /// A process grows; amount: bytes a minute.
        LEAK,
        /// A process takes memory; amount: bytes, more: seconds it takes.
        MEMORY;

        /// As in a file: `power-cap`.
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    boolean isOn(double seconds) {
        return seconds >= from && seconds < to;
    }

    /// Bytes that it holds at a time.
    double bytes(double seconds) {
        if (!isOn(seconds)) {
            return 0;
        }
        return kind == Kind.LEAK ? amount * (seconds - from) / 60 : amount * Math.min(1, (seconds - from) / Math.max(more, 1e-3));
    }
}
