package gpudyno.model.gpu;

/// What a driver says of a device in words.
public enum Fact {
    /// Version of the driver, such as `595.71.05`.
    DRIVER,
    /// The latest CUDA version the driver serves, such as `13.2`.
    CUDA,
    /// Generation of the chip, such as `Hopper`.
    ARCHITECTURE,
    /// CUDA compute capability, such as `9.0`.
    COMPUTE_CAPABILITY,
    SERIAL,
    VBIOS,
    /// Whether the driver stays loaded while nobody uses the device: `on` or `off`.
    PERSISTENCE,
    /// Whether memory errors are corrected: `on` or `off`.
    ECC,
    /// Whether the device is cut into instances: `on` or `off`.
    MIG
}
