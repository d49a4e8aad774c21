"""How lists of words are written, and the words of everyday business that no matter of urgency is told in."""

import re


def any_of(*alternatives: str, ignore_case: bool = False) -> re.Pattern[str]:
    """One pattern of expressions that any one of is enough; a line may hold several, parted by `|`."""
    return re.compile("|".join(alternatives), re.IGNORECASE if ignore_case else re.NOFLAG)


ORDINARY = any_of(
    # markets
    r"基金|理财|股票|股市|大盘|医药|白酒|新能源|净值|反弹|上涨|下跌|涨停|中证|沪深|指数",
    r"申购|赎回|持仓|加仓|定投|新买|又买|继续买|利率|年费|积分",
    # leisure
    r"旅游|自驾|线路|美食|天气|电影|足球|比赛|明星八卦|菜谱|手机型号|新年|春节",
    # forms and links
    r"不想(再)?(打字|填|写|登记|输)|点(了|开|进)|链接|网页|短信",
)
