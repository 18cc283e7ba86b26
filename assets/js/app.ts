// Order matters where two listeners hear one key: menus and dialogs first, then shortcuts, then lists.
import "./htmx";
import "./requests";
import "./toasts";
import "./guard";
import "./menus";
import "./dialogs";
import "./shell";
import "./tabs";
import "./steady";
import "./keys";
import "./lists";
import "./board";
import "./palette";
import "./reports";
import "./live";
import "./alpine";
