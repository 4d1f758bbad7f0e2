package dev.heapcrest.symbols.elf;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open ELF program or shared object of either class and byte order (System V ABI, chapters 4 and 5). Its headers are
 * read when it is opened, everything else on demand. Not thread-safe.
 */
public final class ElfFile implements Closeable {
    private static final int MAGIC = 0x7F454C46;
    private static final int EXECUTABLE = 2;
    private static final int SHARED = 3;
    private static final int ARM = 40;
    private static final int LOADABLE = 1;
    private static final int NOTE_SEGMENT = 4;
    private static final int SYMBOL_TABLE = 2;
    private static final int NOTE_SECTION = 7;
    private static final int NO_BYTES = 8;
    private static final int DYNAMIC_SYMBOLS = 11;

    /** Counts that do not fit their field are in the first section header. */
    private static final int COUNT_ELSEWHERE = 0xFFFF;

    private static final int NAMES_ELSEWHERE = 0xFFFF;

    /** Far more than any linker makes; 16 MiB of headers. */
    private static final long MOST_HEADERS = 1 << 18;

    private static final long LONGEST_NAMES_BYTES = 16 << 20;
    private static final long LONGEST_LINK_BYTES = 4096;

    private final ElfBytes bytes;
    private final boolean wide;
    private final ByteOrder order;
    private final boolean arm;
    private final List<Load> loads = new ArrayList<>();
    private final List<Section> notes = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    /**
     * A loadable segment.
     *
     * @param address {@code p_vaddr}
     * @param sizeBytes {@code p_memsz}
     */
    public record Load(long address, long sizeBytes) {}

    /** Where a section is in the file; {@code link} is the number of another section. */
    record Section(String name, int type, long offset, long sizeBytes, int link) {
        /** Debug files have the headers of sections whose bytes they leave to the image. */
        boolean filled() {
            return type != NO_BYTES && sizeBytes != 0;
        }
    }

    private ElfFile(ElfBytes bytes) throws IOException {
        this.bytes = bytes;
        ByteBuffer start = bytes.read(0, 20);
        if (start.getInt(0) != MAGIC) {
            throw new ElfDamage("not an ELF file");
        }
        wide = start.get(4) == 2;
        order = start.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        if (start.get(4) < 1 || start.get(4) > 2 || start.get(5) < 1 || start.get(5) > 2) {
            throw new ElfDamage("an ELF file of an unknown class or byte order");
        }
        start.order(order);
        int type = start.getShort(16);
        if (type != EXECUTABLE && type != SHARED) {
            throw new ElfDamage("an ELF file, but neither a program nor a shared object");
        }
        arm = start.getShort(18) == ARM;
        headers();
    }

    /**
     * Opens a file.
     *
     * @throws ElfDamage if it is not a regular file, no ELF image, or its headers cannot be
     * @throws IOException if it cannot be read
     */
    public static ElfFile open(Path file) throws IOException {
        return of(ElfBytes.open(file));
    }

    /** An image that is in memory; the array is shared. */
    static ElfFile of(byte[] image) throws IOException {
        return of(ElfBytes.of(image));
    }

    private static ElfFile of(ElfBytes bytes) throws IOException {
        boolean opened = false;
        try {
            ElfFile file = new ElfFile(bytes);
            opened = true;
            return file;
        } finally {
            if (!opened) {
                bytes.close();
            }
        }
    }

    private void headers() throws IOException {
        ByteBuffer head = read(0, wide ? 64 : 52);
        long programs = address(head, wide ? 32 : 28);
        long sectionsAt = address(head, wide ? 40 : 32);
        int counts = wide ? 56 : 44;
        long programCount = head.getShort(counts) & 0xFFFF;
        long sectionCount = head.getShort(counts + 4) & 0xFFFF;
        long namesIndex = head.getShort(counts + 6) & 0xFFFF;
        int sectionBytes = wide ? 64 : 40;
        if (sectionsAt != 0
                && (sectionCount == 0 || namesIndex == NAMES_ELSEWHERE || programCount == COUNT_ELSEWHERE)) {
            ByteBuffer first = read(sectionsAt, sectionBytes);
            sectionCount = sectionCount == 0 ? address(first, wide ? 32 : 20) : sectionCount;
            namesIndex = namesIndex == NAMES_ELSEWHERE ? first.getInt(wide ? 40 : 24) : namesIndex;
            programCount = programCount == COUNT_ELSEWHERE ? first.getInt(wide ? 44 : 28) : programCount;
        }
        if (programs != 0) {
            programHeaders(table(programs, programCount, wide ? 56 : 32));
        }
        if (sectionsAt != 0) {
            sectionHeaders(table(sectionsAt, sectionCount, sectionBytes), sectionBytes, namesIndex);
        }
    }

    private ByteBuffer table(long offset, long count, int entryBytes) throws IOException {
        if (count < 0 || count > MOST_HEADERS) {
            throw new ElfDamage("too many headers: " + Long.toUnsignedString(count));
        }
        return read(offset, (int) count * entryBytes);
    }

    private void programHeaders(ByteBuffer table) {
        int entryBytes = wide ? 56 : 32;
        for (int at = 0; at < table.capacity(); at += entryBytes) {
            int type = table.getInt(at);
            long offset = address(table, at + (wide ? 8 : 4));
            long virtual = address(table, at + (wide ? 16 : 8));
            long sizeInFile = address(table, at + (wide ? 32 : 16));
            if (type == LOADABLE) {
                loads.add(new Load(virtual, address(table, at + (wide ? 40 : 20))));
            } else if (type == NOTE_SEGMENT) {
                notes.add(new Section("", NOTE_SECTION, offset, sizeInFile, 0));
            }
        }
    }

    private void sectionHeaders(ByteBuffer table, int entryBytes, long namesIndex) throws IOException {
        int count = table.capacity() / entryBytes;
        ByteBuffer names = ByteBuffer.allocate(0);
        if (namesIndex >= 0 && namesIndex < count) {
            Section section = section(table, (int) namesIndex * entryBytes, "");
            if (section.filled() && section.sizeBytes() <= LONGEST_NAMES_BYTES && within(section)) {
                names = contents(section);
            }
        }
        for (int at = 0; at < table.capacity(); at += entryBytes) {
            sections.add(section(table, at, text(names, Integer.toUnsignedLong(table.getInt(at)))));
        }
    }

    private Section section(ByteBuffer table, int at, String name) {
        return new Section(
                name,
                table.getInt(at + 4),
                address(table, at + (wide ? 24 : 16)),
                address(table, at + (wide ? 32 : 20)),
                table.getInt(at + (wide ? 40 : 24)));
    }

    /** To the next zero byte; empty if there is none. */
    private static String text(ByteBuffer bytes, long from) {
        for (int at = (int) Math.min(from, bytes.capacity()); at < bytes.capacity(); at++) {
            if (bytes.get(at) == 0) {
                byte[] text = new byte[at - (int) from];
                bytes.get((int) from, text);
                return new String(text, StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private long address(ByteBuffer buffer, int at) {
        return wide ? buffer.getLong(at) : Integer.toUnsignedLong(buffer.getInt(at));
    }

    /** Bytes in the order of this file. */
    ByteBuffer read(long offset, int length) throws IOException {
        return bytes.read(offset, length).order(order);
    }

    /** Those of a section of which {@link #within} is true and the size is small. */
    private ByteBuffer contents(Section section) throws IOException {
        return read(section.offset(), (int) section.sizeBytes());
    }

    /** Whether the section's bytes are in the file. */
    boolean within(Section section) {
        return bytes.holds(section.offset(), section.sizeBytes());
    }

    boolean wide() {
        return wide;
    }

    /** Functions of 32-bit Arm have bit 0 set where their code is Thumb. */
    boolean arm() {
        return arm;
    }

    /** All loadable segments in file order: what tells one build from another. */
    public List<Load> loads() {
        return List.copyOf(loads);
    }

    @Nullable
    Section section(String name) {
        for (Section section : sections) {
            if (section.name().equals(name) && section.filled()) {
                return section;
            }
        }
        return null;
    }

    private @Nullable Section ofType(int type) {
        for (Section section : sections) {
            if (section.type() == type && section.sizeBytes() != 0) {
                return section;
            }
        }
        return null;
    }

    @Nullable
    Section symbols() {
        return ofType(SYMBOL_TABLE);
    }

    @Nullable
    Section dynamicSymbols() {
        return ofType(DYNAMIC_SYMBOLS);
    }

    @Nullable
    Section linked(Section section) {
        return section.link() >= 0 && section.link() < sections.size() ? sections.get(section.link()) : null;
    }

    /** Whether it has debug information itself; compressed or not. */
    public boolean hasDwarf() {
        return section(".debug_info") != null || section(".zdebug_info") != null;
    }

    /** In hexadecimal; empty if there is none. */
    public String buildId() throws IOException {
        // the notes of a debug file are where its sections say: its program headers are the image's
        List<Section> places = new ArrayList<>();
        for (Section section : sections) {
            if (section.type() == NOTE_SECTION) {
                places.add(section);
            }
        }
        places.addAll(notes);
        for (Section place : places) {
            String id = BuildId.find(this, place);
            if (!id.isEmpty()) {
                return id;
            }
        }
        return "";
    }

    /** The name and checksum of its debug file, which {@code .gnu_debuglink} holds; null if it names none. */
    public @Nullable DebugLink debugLink() throws IOException {
        Section section = section(".gnu_debuglink");
        if (section == null || section.sizeBytes() > LONGEST_LINK_BYTES || !within(section)) {
            return null;
        }
        return DebugLink.read(contents(section));
    }

    /** Whether it has compressed functions: MiniDebugInfo. */
    public boolean hasMiniDebugInfo() {
        return section(GnuDebugdata.SECTION) != null;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
