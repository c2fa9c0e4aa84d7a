import { FilterDrawer } from "./filter-drawer";
import { startForms } from "./forms";
import { followPacks, QuantityField } from "./quantity-field";
import { startRefreshing } from "./refresh";
import { SearchBox } from "./search-box";
import { SearchLog } from "./search-log";
import { startSwapping } from "./swap";

customElements.define("search-box", SearchBox);
customElements.define("search-log", SearchLog);
customElements.define("quantity-field", QuantityField);
customElements.define("filter-drawer", FilterDrawer);
followPacks(document);
startSwapping();
startRefreshing();
startForms();
