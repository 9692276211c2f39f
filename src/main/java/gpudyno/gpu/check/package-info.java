/// A check of a machine with an NVIDIA GPU, one line a fact: what this program reads and sets through the driver, against what `nvidia-smi`
/// says. It needs no model and no store, so that `packaging/gpu-check` can put it into a small folder.
@NullMarked
package gpudyno.gpu.check;

import org.jspecify.annotations.NullMarked;
