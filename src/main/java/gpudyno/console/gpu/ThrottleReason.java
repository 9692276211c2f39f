package gpudyno.console.gpu;

import gpudyno.console.kit.SeriesColor;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;

/// Why a device's clocks are lower than they could be, as its driver tells it.
enum ThrottleReason {
    POWER("Power cap", "Power cap", GpuMeters.THROTTLE_POWER, SeriesColor.RESERVED, true),
    THERMAL("Thermal", "Thermal", GpuMeters.THROTTLE_THERMAL, SeriesColor.EXTREME, true),
    HARDWARE("HW slowdown", "HW slow", GpuMeters.THROTTLE_HARDWARE, SeriesColor.ERRORS, true),
    HARDWARE_THERMAL("HW thermal", "HW heat", GpuMeters.THROTTLE_HARDWARE_THERMAL, SeriesColor.EXTREME, true),
    BRAKE("Power brake", "Brake", GpuMeters.THROTTLE_BRAKE, SeriesColor.ERRORS, true),
    SYNC("Sync boost", "Sync", GpuMeters.THROTTLE_SYNC, SeriesColor.FORECAST, true),
    APPLICATION("App clocks", "App clock", GpuMeters.THROTTLE_APPLICATION, SeriesColor.OTHER, true),
    DISPLAY("Display", "Display", GpuMeters.THROTTLE_DISPLAY, SeriesColor.OTHER, true),
    IDLE("Idle", "Idle", GpuMeters.THROTTLE_IDLE, SeriesColor.ACTUAL, false);

    private final String title;
    private final String lane;
    @SuppressWarnings("ImmutableEnumChecker") // a meter copies its label names
    private final Meter meter;
    private final SeriesColor color;
    private final boolean bounds;

    ThrottleReason(String title, String lane, Meter meter, SeriesColor color, boolean bounds) {
        this.title = title;
        this.lane = lane;
        this.meter = meter;
        this.color = color;
        this.bounds = bounds;
    }

    String title() {
        return title;
    }

    /// Short, for a lane.
    String lane() {
        return lane;
    }

    /// 1 while it holds.
    Meter meter() {
        return meter;
    }

    SeriesColor color() {
        return color;
    }

    /// Whether it keeps work slow; low clocks of an idle device keep none.
    boolean bounds() {
        return bounds;
    }
}
