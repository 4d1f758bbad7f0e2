package dev.heapcrest.symbols.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes small ELF images of either class and byte order, by the System V ABI and without a line of the reader. */
final class ElfWriter {
    private final boolean wide;
    private final ByteOrder order;
    private final int machine;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<long[]> loads = new ArrayList<>();
    private final ByteArrayOutputStream symbols = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();

    ElfWriter(boolean wide, ByteOrder order, int machine) {
        this.wide = wide;
        this.order = order;
        this.machine = machine;
        strings.write(0);
        symbol("", 0, 0, 0, 0);
    }

    ElfWriter load(long address, long sizeBytes) {
        loads.add(new long[] {address, sizeBytes});
        return this;
    }

    /** @param kind 1 = object, 2 = function; {@code section} 0 = in another image */
    final ElfWriter symbol(String name, long value, long size, int kind, int section) {
        int at = 0;
        if (!name.isEmpty()) {
            at = strings.size();
            strings.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            strings.write(0);
        }
        ByteBuffer entry = buffer(wide ? 24 : 16).putInt(at);
        if (wide) {
            entry.put((byte) (0x10 | kind))
                    .put((byte) 0)
                    .putShort((short) section)
                    .putLong(value)
                    .putLong(size);
        } else {
            entry.putInt((int) value).putInt((int) size);
            entry.put((byte) (0x10 | kind)).put((byte) 0).putShort((short) section);
        }
        symbols.writeBytes(entry.array());
        return this;
    }

    private ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(order);
    }

    private void address(ByteBuffer buffer, long value) {
        if (wide) {
            buffer.putLong(value);
        } else {
            buffer.putInt((int) value);
        }
    }

    private record Section(int type, long offset, long sizeBytes, int link) {}

    private Section section(int type, byte[] bytes, int link) {
        Section section = new Section(type, body.size(), bytes.length, link);
        body.writeBytes(bytes);
        return section;
    }

    /** Sections: 1 a note with the build id 0102...14, 2 symbols, 3 their strings, 4 names of sections. */
    byte[] image() {
        int head = wide ? 64 : 52;
        int programBytes = wide ? 56 : 32;
        body.writeBytes(new byte[head + loads.size() * programBytes]);
        ByteBuffer note = buffer(36).putInt(4).putInt(20).putInt(3).put("GNU\0".getBytes(StandardCharsets.US_ASCII));
        for (int i = 1; i <= 20; i++) {
            note.put((byte) i);
        }
        List<Section> sections = new ArrayList<>(List.of(new Section(0, 0, 0, 0)));
        sections.add(section(7, note.array(), 0));
        sections.add(section(2, symbols.toByteArray(), 3));
        sections.add(section(3, strings.toByteArray(), 0));
        byte[] names = "\0.note.gnu.build-id\0.symtab\0.strtab\0.shstrtab\0".getBytes(StandardCharsets.US_ASCII);
        sections.add(section(3, names, 0));
        int[] nameAt = {0, 1, 20, 28, 36};
        long sectionsAt = body.size();
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            ByteBuffer header = buffer(wide ? 64 : 40).putInt(nameAt[i]).putInt(section.type());
            address(header, 0);
            address(header, 0);
            address(header, section.offset());
            address(header, section.sizeBytes());
            header.putInt(section.link());
            body.writeBytes(header.array());
        }
        byte[] all = body.toByteArray();
        ByteBuffer start = ByteBuffer.wrap(all).order(order);
        start.put(new byte[] {0x7F, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1)
        });
        start.position(16).putShort((short) 3).putShort((short) machine).putInt(1);
        address(start, 0);
        address(start, head);
        address(start, sectionsAt);
        start.putInt(0).putShort((short) head).putShort((short) programBytes).putShort((short) loads.size());
        start.putShort((short) (wide ? 64 : 40))
                .putShort((short) sections.size())
                .putShort((short) 4);
        for (long[] load : loads) {
            start.putInt(1);
            if (wide) {
                start.putInt(5)
                        .putLong(0)
                        .putLong(load[0])
                        .putLong(load[0])
                        .putLong(0)
                        .putLong(load[1])
                        .putLong(4096);
            } else {
                start.putInt(0)
                        .putInt((int) load[0])
                        .putInt((int) load[0])
                        .putInt(0)
                        .putInt((int) load[1]);
                start.putInt(5).putInt(4096);
            }
        }
        return all;
    }
}
