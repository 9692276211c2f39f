package gpudyno.gpu;

/// What NVIDIA's XID errors mean; the common ones of the catalogue in <https://docs.nvidia.com/deploy/xid-errors/>.
public final class Xid {
    private Xid() {
    }

    /// For people, in a few words.
    public static String meaning(long number) {
        return switch ((int) number) {
            case 8 -> "a kernel ran too long";
            case 13 -> "a program made an invalid access on the GPU";
            case 31 -> "a program accessed memory of the GPU that it does not have";
            case 32 -> "the driver sent the GPU wrong commands";
            case 38, 109 -> "the driver's firmware failed";
            case 43 -> "a program was stopped after a fault of its own";
            case 45 -> "a program was stopped, usually after an earlier error";
            case 46 -> "the GPU stopped working";
            case 48 -> "a memory error of two bits could not be corrected";
            case 54 -> "a power cable is not attached";
            case 61, 62 -> "the GPU's own controller failed";
            case 63 -> "a page or row of memory is to be retired";
            case 64 -> "a page or row of memory could not be retired";
            case 68, 69 -> "a video or graphics unit failed";
            case 74 -> "an NVLink link failed";
            case 79 -> "the GPU has fallen off the bus";
            case 92 -> "many memory errors had to be corrected";
            case 94 -> "a memory error was contained to one program";
            case 95 -> "a memory error was not contained: the GPU must be reset";
            case 119, 120 -> "the GPU's firmware did not answer";
            case 140 -> "the GPU must be reset after a memory error";
            case 143 -> "the GPU could not be initialised";
            default -> "see NVIDIA's list of XID errors";
        };
    }
}
