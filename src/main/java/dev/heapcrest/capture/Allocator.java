package dev.heapcrest.capture;

import java.util.List;
import org.apiguardian.api.API;

/**
 * The functions through which a program gets and returns memory.
 *
 * <p>{@link #number()} is the numbering of header versions 12 and 13, which this project uses for all; the decoder maps
 * the older numberings to it (docs/capture-format.md, section 12).
 */
@API(status = API.Status.STABLE, since = "0.1")
public enum Allocator {
    PYMALLOC_FREE(1, "pymalloc_free", Kind.SIMPLE_DEALLOCATION),
    PYMALLOC_MALLOC(2, "pymalloc_malloc", Kind.SIMPLE_ALLOCATION),
    PYMALLOC_CALLOC(3, "pymalloc_calloc", Kind.SIMPLE_ALLOCATION),
    PYMALLOC_REALLOC(4, "pymalloc_realloc", Kind.SIMPLE_ALLOCATION),
    FREE(5, "free", Kind.SIMPLE_DEALLOCATION),
    MALLOC(6, "malloc", Kind.SIMPLE_ALLOCATION),
    REALLOC(7, "realloc", Kind.SIMPLE_ALLOCATION),
    CALLOC(8, "calloc", Kind.SIMPLE_ALLOCATION),
    POSIX_MEMALIGN(9, "posix_memalign", Kind.SIMPLE_ALLOCATION),
    ALIGNED_ALLOC(10, "aligned_alloc", Kind.SIMPLE_ALLOCATION),
    MEMALIGN(11, "memalign", Kind.SIMPLE_ALLOCATION),
    VALLOC(12, "valloc", Kind.SIMPLE_ALLOCATION),
    PVALLOC(13, "pvalloc", Kind.SIMPLE_ALLOCATION),
    MMAP(14, "mmap", Kind.RANGED_ALLOCATION),
    MUNMAP(15, "munmap", Kind.RANGED_DEALLOCATION);

    /** What an allocator does to the set of live memory. */
    public enum Kind {
        SIMPLE_ALLOCATION,
        SIMPLE_DEALLOCATION,
        RANGED_ALLOCATION,
        RANGED_DEALLOCATION
    }

    /** Bits of a number. */
    public static final int NUMBER_BITS = 4;

    /** Every number is below this. */
    public static final int NUMBER_LIMIT = 1 << NUMBER_BITS;

    private static final List<Allocator> BY_NUMBER = List.of(values());

    private final int number;
    private final String text;
    private final Kind kind;

    Allocator(int number, String text, Kind kind) {
        this.number = number;
        this.text = text;
        this.kind = kind;
    }

    /** 1 to 15, as in header versions 12 and 13. */
    public int number() {
        return number;
    }

    /** The name memray prints, e.g. {@code pymalloc_malloc}. */
    public String text() {
        return text;
    }

    public Kind kind() {
        return kind;
    }

    /**
     * The allocator with this {@link #number()}.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public static Allocator of(int number) {
        return BY_NUMBER.get(number - 1);
    }
}
