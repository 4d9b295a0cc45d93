// ncurses as Swift can use it: its macros, its variadics and its globals (errors in Swift 6) behind static inline
// functions. One folder of TerminalKit imports this module.
#ifndef HOLDFAST_CNCURSES_SHIM_H
#define HOLDFAST_CNCURSES_SHIM_H

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <term.h>
#include <wchar.h>

// <term.h> defines these names as macros, which would leak into every importer.
#undef lines
#undef columns
#undef tab
#undef bell

static inline WINDOW *nc_stdscr(void) { return stdscr; }
static inline int nc_rows(void) { return stdscr ? getmaxy(stdscr) : 0; }
static inline int nc_columns(void) { return stdscr ? getmaxx(stdscr) : 0; }
static inline int nc_colors(void) { return COLORS; }

static inline uint32_t nc_attr_bold(void) { return (uint32_t)A_BOLD; }
static inline uint32_t nc_attr_dim(void) { return (uint32_t)A_DIM; }
static inline uint32_t nc_attr_italic(void) { return (uint32_t)A_ITALIC; }
static inline uint32_t nc_attr_underline(void) { return (uint32_t)A_UNDERLINE; }
static inline uint32_t nc_attr_reverse(void) { return (uint32_t)A_REVERSE; }

// setupterm, because newterm says only "no" and we want to say why. 1 found, 0 unknown, -1 no database.
static inline int nc_probe_terminal(const char *term, int fd) {
  int status = 0;
  if (setupterm(term, fd, &status) == ERR) return status;
  del_curterm(cur_term);
  return 1;
}

static inline bool nc_has_cursor_addressing(void) { return cursor_address != NULL; }

// Writes one cell: one spacing character and up to four combining ones. The pair goes through the extended argument:
// COLOR_PAIR() stops at 255.
static inline int nc_put(int y, int x, const wchar_t *text, uint32_t attributes, int pair) {
  cchar_t cell;
  if (setcchar(&cell, text, (attr_t)attributes, (short)(pair > 32767 ? 32767 : pair), &pair) == ERR) return ERR;
  return mvwadd_wch(stdscr, y, x, &cell);
}

// Reads one cell back, for tests. `text` holds at least CCHARW_MAX + 1 characters.
static inline int nc_get(int y, int x, wchar_t *text, uint32_t *attributes, int *pair) {
  cchar_t cell;
  memset(&cell, 0, sizeof cell);
  if (mvwin_wch(stdscr, y, x, &cell) == ERR) return ERR;
  attr_t attrs = 0;
  short shortPair = 0;
  int extended = 0;
  text[0] = 0;
  if (getcchar(&cell, text, &attrs, &shortPair, &extended) == ERR) return ERR;
  *attributes = (uint32_t)attrs;
  *pair = extended;
  return OK;
}

static inline bool nc_codeset_is_utf8(void) {
  const char *codeset = nl_langinfo(CODESET);
  return codeset && (strcmp(codeset, "UTF-8") == 0 || strcmp(codeset, "utf8") == 0);
}

// <wchar.h> declares it only with _XOPEN_SOURCE, which is not ours to define.
extern int wcwidth(wchar_t);
static inline int nc_libc_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

static inline int nc_key_f0(void) { return KEY_F0; }
static inline bool nc_read(wint_t *value, int *kind) {
  *kind = wget_wch(stdscr, value);
  return *kind != ERR;
}

static inline void nc_mouse(bool on) {
  mousemask(on ? ALL_MOUSE_EVENTS : 0, NULL);
  mouseinterval(0);
}

// kind: 1 press, 2 release, 3 wheel up, 4 wheel down, 0 anything else.
static inline bool nc_mouse_event(int *x, int *y, int *kind, int *button) {
  MEVENT event;
  if (getmouse(&event) != OK) return false;
  *x = event.x;
  *y = event.y;
  *button = 0;
  *kind = 0;
  if (event.bstate & BUTTON4_PRESSED) *kind = 3;
  else if (event.bstate & BUTTON5_PRESSED) *kind = 4;
  else if (event.bstate & (BUTTON1_PRESSED | BUTTON2_PRESSED | BUTTON3_PRESSED)) {
    *kind = 1;
    *button = event.bstate & BUTTON1_PRESSED ? 1 : event.bstate & BUTTON2_PRESSED ? 2 : 3;
  } else if (event.bstate & (BUTTON1_RELEASED | BUTTON2_RELEASED | BUTTON3_RELEASED)) {
    *kind = 2;
    *button = event.bstate & BUTTON1_RELEASED ? 1 : event.bstate & BUTTON2_RELEASED ? 2 : 3;
  }
  return true;
}

#endif
