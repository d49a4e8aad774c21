"""Words of products, issues, demands and channels. Each word is a pattern; the longest of overlapping ones counts."""

import re

from bot.components.entities.demands import DEMANDS
from bot.components.entities.issues import ISSUES
from bot.components.entities.words import any_of

PRODUCTS = {
    "credit_card": any_of(
        r"""
        信用卡 贷记卡 白金卡 最低还款 账单分期 循环利息 积分兑换 临时额度
        """
    ),
    "debit_card": any_of(
        r"""
        借记卡 储蓄卡 工资卡 银行卡 社保卡 一卡通
        """
    ),
    "account": any_of(
        r"""
        账户 帐户 账号 帐号 开户 销户 销个户 开个户 [一二三]类[户卡] 存折 户头 对公户
        """
    ),
    "loan": any_of(
        r"""
        (?:住房|个人|消费|信用|经营|按揭|抵押|助学|汽车|商业|公积金)?贷款 房贷 车贷 消费贷 经营贷 商贷 网贷
        提前还款 提前还贷 月供 还贷 批贷 放贷 贷不[了下] 抵押 (?:助学|公积金|装修|教育|车位|农户)贷 LPR 按揭
        放款 借款
        """
    ),
    "deposit": any_of(
        r"""
        (?:定期|活期)?存款(?!机) 大额存单 存单 定期 活期
        """
    ),
    "wealth": any_of(
        r"""
        理财(?:产品|经理)? 净值型? 结构性存款
        """
    ),
    "fund": any_of(
        r"""
        基金 定投
        """
    ),
    "insurance": any_of(
        r"""
        保险 保单 保费 理赔 拒赔 退保 投保 (?:重疾|医疗|意外|车|寿|年金|分红|健康|财产|养老|万能)险 犹豫期
        """
    ),
    "securities": any_of(
        r"""
        证券 股票 炒股 券商 佣金 中签 两融 融资融券 可转债 平仓 爆仓 创业板 科创板 北交所 港股 [Aa]股 K线 行情
        开盘 收盘 撤单 委托单 新三板 交割 银证转账 新股 打新 期货 股市
        """
    ),
    "payment": any_of(
        r"""
        转账 转错 汇错 打款 二维码 扫一扫 付款码 银联 闪付 云闪付 充值 提现 缴费 快捷 代扣 POS机? 刷脸支付 零钱
        转帐 汇款 快捷支付 支付 收款码 扫码 跨行 到账
        """
    ),
    "ebank": any_of(
        r"""
        手机银行 网上银行 网银 电子银行 [Aa][Pp][Pp] U盾 u盾 Ukey 验证码 人脸识别 登录 登陆
        """
    ),
    "branch_service": any_of(
        r"""
        网点服务 柜台 柜员(?!机) 大堂经理? 叫号 取号 窗口 保安
        """
    ),
    "personal_information": any_of(
        r"""
        个人信息 身份信息 个人资料 我的?资料 我的?号码 我的信息 客户资料 我的信息 客户信息 隐私 信息泄[露漏]
        """
    ),
}

CHANNELS = {
    "app": r"手机银行|手机客户端|(?:手机|你们|银行)?(?:的)?[Aa][Pp][Pp](?:上|里)?|掌上银行",
    "web": r"网上银行|网银|官网|网站",
    "hotline": r"客服电话|客服热线|电话客服|热线|95\d{3}|打电话给客服|电话银行",
    "counter": r"柜台|柜面|窗口",
    "atm": r"ATM机?|atm机?|自助(?:机|设备|取款机|终端)|取款机|柜员机|存取款机",
    "wechat": r"微信(?:银行|公众号|小程序|客服)|公众号|小程序",
    "sms": r"短信(?!费|通知费|服务费|提醒费)",
}

ALL = {"product": PRODUCTS, "issue": ISSUES, "demand": DEMANDS, "channel": CHANNELS}

COMPILED = {entity: {code: re.compile(words) for code, words in codes.items()} for entity, codes in ALL.items()}

IMPLIED_PRODUCTS = {
    "credit_card": re.compile(r"年费|账单日|还款日|刷卡|提额|逾期|分期|积分|额度"),
    "personal_information": re.compile(r"泄[露漏]"),
    "branch_service": re.compile(r"态度|排队|大堂"),
    "debit_card": re.compile(r"小额(?:账户)?管理费|短信费"),
}
"""What is meant when no product is named: 年费 is a credit card's, unless another card is named."""

ELSEWHERE = re.compile(r"客服|热线|电话|催收|机器人|在线|[Aa][Pp][Pp]|微信|短信|外包|快递")
"""Where people are rude or slow who sit at no counter: with these, 态度 and 排队 tell nothing of the branch."""

DENIED = re.compile(r"(?:不是|不用|不要求?|不需要|无需|没有|并非|不想要?)$")
"""Before a word it says the opposite: 不用赔偿, 不是态度问题."""
