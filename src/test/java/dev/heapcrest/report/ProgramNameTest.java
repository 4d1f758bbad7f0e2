package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/venv/bin/memray run -m shop.nightly --x             | shop.nightly",
                "/venv/lib/python3.13/site-packages/memray/__main__.py run -q -f -o x.bin /srv/shop/app.py | app.py",
                "/usr/bin/memray3.11 run app.py                       | app.py",
                "memray run -qfo x.bin app.py                         | app.py",
                "memray run -ox.bin app.py                            | app.py",
                "memray run --output x.bin app.py -o y                | app.py",
                "memray run --output=x.bin app.py                     | app.py",
                "memray run --out x.bin app.py                        | app.py",
                "memray run --live app.py                             | app.py",
                "memray run --live-port 1234 --native app.py          | app.py",
                "memray run -p 1234 app.py                            | app.py",
                "memray run -qm shop                                  | shop",
                "memray run -mshop.x -o y                             | shop.x",
                "memray run --follow-fork -o x.bin -m pytest tests/run | pytest",
                "memray -v run app.py                                 | app.py",
                "memray run -- -odd.py                                | -odd.py",
                "memray run -c print(1)                               | -c",
                "memray run -o x.bin /srv/pkg/__main__.py             | pkg",
                "memray run ./app/                                    | app",
                "memray run                                           | ''",
                "memray run -o                                        | ''",
                "memray run -m                                        | ''",
                "/home/ann lee/bin/memray run app.py                  | app.py",
                "/usr/bin/pytest --memray tests/                      | pytest",
                "/usr/lib/python3/site-packages/pytest/__main__.py -x | pytest",
                "/srv/app.py run memray                               | app.py",
                "/srv/run run x.py                                    | run",
                "-m                                                   | -m",
                "__main__.py                                          | __main__.py",
                "/                                                    | ''",
                "''                                                   | ''",
                "'   '                                                | ''",
            })
    void a_program_is_named_without_the_profiler_and_without_arguments(String commandLine, String program) {
        assertEquals(program, ProgramName.of(commandLine));
    }
}
