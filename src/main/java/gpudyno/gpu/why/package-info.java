/// Why a GPU was slow, full or gone: rules that read a period of frames and say causes in sentences.
///
/// A rule is stateless. It looks at one device's [gpudyno.gpu.why.Course] and says what it finds; [gpudyno.gpu.why.Why] lets the more specific
/// rule speak where several would. Thresholds come from what the drivers document and from physics; each rule names its source.
@NullMarked
package gpudyno.gpu.why;

import org.jspecify.annotations.NullMarked;
